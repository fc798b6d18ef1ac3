"""A function registered while those of atexit run."""
import atexit
import socket


def work():
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


atexit.register(atexit.register, work)
atexit.register(work)
print("done")
