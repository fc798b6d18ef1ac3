"""Loopback mapped into IPv6."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("::ffff:127.0.0.1", 9000))
client.sendall(b"data")
print("sent")
