"""A server on loopback."""
import socket

client = socket.socket()
client.connect(("127.0.0.1", 9000))
client.sendall(b"data")
print("sent")
