"""A fresh context and a timer's thread: no context variable of the main thread is set there."""
import contextvars
import socket
import threading


def work():
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


timer = threading.Timer(0, contextvars.Context().run, (work,))
timer.start()
timer.join()
print("done")
