"""Another cloud's metadata service."""
import socket

client = socket.socket(socket.AF_INET)
client.connect((socket.getaddrinfo("alibaba.example.com", 80, socket.AF_INET)[0][4][0], 80))
client.sendall(b"data")
