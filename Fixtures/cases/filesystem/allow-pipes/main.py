"""Pipes, sockets in pairs, and the standard streams."""
import os
import socket
import sys

reading, writing = os.pipe()
with open(writing, "w") as file:
    file.write("text")
print(os.read(reading, 9))
one, other = socket.socketpair()
one.send(b"pair")
print(other.recv(9), flush=True)
os.write(1, b"stream\n")
with open(1, "w", closefd=False) as file:
    file.write("again\n")
print("error", file=sys.stderr, flush=True)
