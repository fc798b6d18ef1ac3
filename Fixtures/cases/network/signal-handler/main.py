"""A signal handler connects, in the middle of something else."""
import os
import signal
import socket


def handler(number, frame):
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


signal.signal(signal.SIGUSR1, handler)
os.kill(os.getpid(), signal.SIGUSR1)
