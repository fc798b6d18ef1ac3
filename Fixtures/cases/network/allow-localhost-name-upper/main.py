"""The same in capitals."""
import socket

client = socket.socket()
client.connect(("LOCALHOST", 9000))
client.sendall(b"data")
print("sent")
