"""The program's own socket is replaced by a link to a service's."""
import os
import socket

own = socket.socket(socket.AF_UNIX)
own.bind("own.sock")
own.listen()
service = os.path.join(os.environ["WORLD_SERVICES"], "docker.sock")

os.unlink("own.sock")
os.symlink(service, "own.sock")
client = socket.socket(socket.AF_UNIX)
client.connect("own.sock")
client.sendall(b"GET /containers/json HTTP/1.0\r\n\r\n")
print(client.recv(12))
