"""A server on loopback, over IPv6."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("::1", 9000))
client.sendall(b"data")
print("sent")
