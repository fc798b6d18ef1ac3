"""The name localhost."""
import socket

client = socket.socket()
client.connect(("localhost", 9000))
client.sendall(b"data")
print("sent")
