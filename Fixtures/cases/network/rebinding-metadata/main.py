"""An allowed name that is the metadata service of the cloud."""
import socket

client = socket.socket(socket.AF_INET)
client.connect((socket.getaddrinfo("meta.example.com", 80, socket.AF_INET)[0][4][0], 80))
client.sendall(b"data")
