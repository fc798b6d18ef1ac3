"""The same over IPv6."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("2606:2800:220:1::35", 9000))
client.sendall(b"data")
