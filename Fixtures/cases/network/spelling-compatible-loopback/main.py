"""::127.0.0.1 is an IPv6 address of its own, not ::1."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("::7f00:1", 9000))
client.sendall(b"data")
