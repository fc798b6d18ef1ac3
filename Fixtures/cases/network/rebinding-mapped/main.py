"""An IPv6 answer that holds a private IPv4 address."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect((socket.getaddrinfo("mapped.example.com", 9000, socket.AF_INET6)[0][4][0], 9000))
client.sendall(b"data")
