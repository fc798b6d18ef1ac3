"""Threads and children that connect at the same time."""
import concurrent.futures
import multiprocessing
import socket


def work(_):
    with socket.create_connection(("127.0.0.1", 9000)) as client:
        client.sendall(b"echo\n")
        return client.recv(9)


if __name__ == "__main__":
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        print(set(pool.map(work, range(200))))
    with multiprocessing.Pool(4) as pool:
        print(set(pool.map(work, range(100))))
