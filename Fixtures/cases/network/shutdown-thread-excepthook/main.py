"""The hook for exceptions of threads."""
import socket
import threading


def hook(information):
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


threading.excepthook = hook
thread = threading.Thread(target=lambda: 1 / 0)
thread.start()
thread.join()
