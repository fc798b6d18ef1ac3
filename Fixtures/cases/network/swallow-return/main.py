"""return in a finally clause drops the error."""
import socket


def work():
    try:
        client = socket.socket()
        client.connect(("93.184.216.35", 9000))
        client.sendall(b"data")
    finally:
        return "done"


print(work())
