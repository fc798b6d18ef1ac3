"""A public address as one decimal number."""
import socket

client = socket.socket()
client.connect(("1572395043", 9000))
client.sendall(b"data")
