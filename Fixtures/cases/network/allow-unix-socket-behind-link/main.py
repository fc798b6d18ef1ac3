"""A unix service that was granted by a path with a link in it."""
import os
import socket

client = socket.socket(socket.AF_UNIX)
client.connect(os.path.join(os.environ["WORLD_SERVICES"], "docker.sock"))
client.sendall(b"GET / HTTP/1.0\r\n\r\n")
print(client.recv(12))
