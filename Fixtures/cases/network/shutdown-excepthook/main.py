"""The hook for uncaught exceptions connects, and the program ends as it would have."""
import socket
import sys


def hook(kind, error, traceback):
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


sys.excepthook = hook
raise ValueError
