"""The program catches everything and ends well; the attempt is still reported."""
import socket

try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except BaseException:
    pass
print("done")
