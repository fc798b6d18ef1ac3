"""A scope behind an IPv6 address, and as the fourth number."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("2606:2800:220:1::35", 9000, 7, 0))
client.sendall(b"data")
