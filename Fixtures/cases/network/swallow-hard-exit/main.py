"""os._exit(0): the interpreter does not end in order, and no end is announced."""
import os
import socket

try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except OSError:
    pass
os._exit(0)
