"""The path was granted and did not exist; the program makes it a link to a service."""
import os
import socket

os.symlink(os.path.join(os.environ["WORLD_SERVICES"], "docker.sock"), "granted.sock")
client = socket.socket(socket.AF_UNIX)
client.connect(os.path.abspath("granted.sock"))
client.sendall(b"GET /containers/json HTTP/1.0\r\n\r\n")
print(client.recv(12))
