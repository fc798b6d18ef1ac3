"""A process of multiprocessing, forked."""
import multiprocessing
import socket
import sys


def work():
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


child = multiprocessing.get_context("fork").Process(target=work)
child.start()
child.join()
print(child.exitcode)
