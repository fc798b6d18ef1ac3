"""A name as a bytearray that another thread rewrites while getaddrinfo reads it."""
import random
import socket
import sys
import threading
import time

name = bytearray(b"good.example.com")


def rewrite():
    while True:
        name[:] = random.choice((b"evil.example.net", b"good.example.com"))


sys.setswitchinterval(1e-6)
threading.Thread(target=rewrite, daemon=True).start()
end = time.monotonic() + 2
while time.monotonic() < end:
    try:
        socket.gethostbyname(name)
    except OSError:
        pass
print("done")
