"""A thread that goes on after the main thread has come to its end."""
import socket
import threading
import time


def work():
    threading.main_thread().join()
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


threading.Thread(target=work).start()
