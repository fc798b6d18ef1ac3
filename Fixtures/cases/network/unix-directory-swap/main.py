"""The directory of the program's own socket becomes a link to the service's."""
import os
import socket

os.mkdir("own")
own = socket.socket(socket.AF_UNIX)
own.bind("own/docker.sock")
own.listen()
os.rename("own", "away")
os.symlink(os.environ["WORLD_SERVICES"], "own")
client = socket.socket(socket.AF_UNIX)
client.connect("own/docker.sock")
client.sendall(b"GET /containers/json HTTP/1.0\r\n\r\n")
print(client.recv(12))
