"""Loopback as one number."""
import socket

client = socket.socket()
client.connect(("2130706433", 9000))
client.sendall(b"data")
print("sent")
