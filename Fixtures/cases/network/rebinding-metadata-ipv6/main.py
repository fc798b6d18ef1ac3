"""The metadata service over IPv6."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect((socket.getaddrinfo("meta6.example.com", 80, socket.AF_INET6)[0][4][0], 80))
client.sendall(b"data")
