"""A domain is allowed; unix sockets are not. The path is bytes."""
import os
import socket

client = socket.socket(socket.AF_UNIX)
client.connect(os.fsencode(os.path.join(os.environ["WORLD_SERVICES"], "docker.sock")))
client.sendall(b"GET /containers/json HTTP/1.0\r\n\r\n")
print(client.recv(12))
