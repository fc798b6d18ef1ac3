"""A path through /proc to the directory of a service."""
import os
import socket

folder = os.open(os.environ["WORLD_SERVICES"], os.O_RDONLY)
client = socket.socket(socket.AF_UNIX)
client.connect("/proc/self/fd/%d/docker.sock" % folder)
client.sendall(b"GET /containers/json HTTP/1.0\r\n\r\n")
print(client.recv(12))
