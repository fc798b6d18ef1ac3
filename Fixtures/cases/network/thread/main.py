"""Another thread connects; its error ends that thread only."""
import socket
import threading


def work():
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")


thread = threading.Thread(target=work)
thread.start()
thread.join()
print("done")
