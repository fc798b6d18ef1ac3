"""So does the empty name."""
import socket

client = socket.socket()
client.connect(("", 9000))
client.sendall(b"data")
print("sent")
