"""Standard error is sent to nowhere, and then everything above it is closed."""
import os
import socket

nowhere = os.open(os.devnull, os.O_WRONLY)
os.dup2(nowhere, 2)
try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except OSError:
    pass
print("done")
