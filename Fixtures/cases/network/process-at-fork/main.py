"""A function that runs in every forked child."""
import os
import socket


def work():
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


os.register_at_fork(after_in_child=work)
child = os.fork()
if child == 0:
    os._exit(0)
os.waitpid(child, 0)
print("done")
