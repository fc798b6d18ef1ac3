"""A pool's thread; the error comes back through the future."""
import concurrent.futures
import socket


def work():
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


with concurrent.futures.ThreadPoolExecutor() as pool:
    pool.submit(work).result()
