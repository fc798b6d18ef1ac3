"""A process of multiprocessing, spawned."""
import multiprocessing
import socket


def work():
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


if __name__ == "__main__":
    child = multiprocessing.get_context("spawn").Process(target=work)
    child.start()
    child.join()
