"""A path with a NUL in it: C code that reads a string sees only what is before."""
import os
import socket

own = socket.socket(socket.AF_UNIX)
own.bind("\0world-service-of-mine")
own.listen()
client = socket.socket(socket.AF_UNIX)
client.connect("\0world-service")
client.sendall(b"GET /containers/json HTTP/1.0\r\n\r\n")
print(client.recv(12))
