"""The same, where connect is given the name."""
import socket

client = socket.socket()
client.connect(("example.com", 9000))
client.sendall(b"data")
