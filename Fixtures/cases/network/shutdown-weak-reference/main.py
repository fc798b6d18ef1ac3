"""A finalizer that weakref runs at exit."""
import socket
import weakref


class Thing:
    pass


def work():
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


thing = Thing()
weakref.finalize(thing, work)
print("done")
