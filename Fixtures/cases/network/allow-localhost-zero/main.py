"""0.0.0.0 reaches this machine."""
import socket

client = socket.socket()
client.connect(("0.0.0.0", 9000))
client.sendall(b"data")
print("sent")
