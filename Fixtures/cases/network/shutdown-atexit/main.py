"""A function that runs as the interpreter ends."""
import atexit
import socket


def work():
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


atexit.register(work)
print("done")
