"""Many look-ups and connections at once."""
import concurrent.futures
import socket


def work(number):
    client = socket.create_connection(("example.com" if number % 2 else "api.example.com", 9000), timeout=10)
    client.sendall(b"echo\n")
    return client.recv(10)


with concurrent.futures.ThreadPoolExecutor(16) as pool:
    print(set(pool.map(work, range(64))))
