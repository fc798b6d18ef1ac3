"""A grandchild that nobody waits for, in a session of its own; its error is swallowed."""
import os
import socket
import time

reading, writing = os.pipe()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        try:
            client = socket.socket()
            client.connect(("93.184.216.35", 9000))
            client.sendall(b"data")
        except OSError:
            pass
        os.write(writing, b"done")
    os._exit(0)
os.close(writing)
print(os.read(reading, 4))
