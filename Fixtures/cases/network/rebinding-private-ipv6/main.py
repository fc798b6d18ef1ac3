"""The same with a unique local IPv6 address."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect((socket.getaddrinfo("rebind6.example.com", 9000, socket.AF_INET6)[0][4][0], 9000))
client.sendall(b"data")
