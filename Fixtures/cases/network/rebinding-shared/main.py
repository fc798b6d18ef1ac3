"""An address that providers use inside their networks."""
import socket

client = socket.socket(socket.AF_INET)
client.connect((socket.getaddrinfo("cgnat.example.com", 9000, socket.AF_INET)[0][4][0], 9000))
client.sendall(b"data")
