"""The same relative path, in another directory."""
import os
import socket

own = socket.socket(socket.AF_UNIX)
own.bind("docker.sock")
own.listen()
os.chdir(os.environ["WORLD_SERVICES"])
client = socket.socket(socket.AF_UNIX)
client.connect("docker.sock")
client.sendall(b"GET /containers/json HTTP/1.0\r\n\r\n")
print(client.recv(12))
