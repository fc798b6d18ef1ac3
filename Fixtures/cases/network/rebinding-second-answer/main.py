"""The first look-up is public, the second private: between check and use the name has moved."""
import socket

print(socket.gethostbyname("flip.example.com"))
client = socket.socket()
client.connect(("flip.example.com", 9000))
client.sendall(b"data")
