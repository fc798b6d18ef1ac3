"""The program is not told the number: it tries each."""
import os
import socket

for number in range(3, 64):
    try:
        client = socket.socket(fileno=number)
        if client.family == socket.AF_INET and client.getpeername():
            client.send(b"data")
        else:
            client.detach()
    except OSError:
        pass
