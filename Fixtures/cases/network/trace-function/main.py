"""A trace function connects and removes itself; a refusal inside it ends the tracing, not the program."""
import socket
import sys


def trace(frame, event, argument):
    sys.settrace(None)
    try:
        client = socket.socket()
        client.connect(("93.184.216.35", 9000))
        client.sendall(b"data")
    except OSError:
        pass


def traced():
    return "done"


sys.settrace(trace)
print(traced())
