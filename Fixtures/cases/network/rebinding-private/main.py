"""The owner of an allowed name points it into the local network."""
import socket

client = socket.socket(socket.AF_INET)
client.connect((socket.getaddrinfo("rebind.example.com", 9000, socket.AF_INET)[0][4][0], 9000))
client.sendall(b"data")
