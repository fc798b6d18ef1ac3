"""Standard error is closed, by the program, below Python."""
import os
import socket

os.close(2)
try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except OSError:
    pass
print("done")
