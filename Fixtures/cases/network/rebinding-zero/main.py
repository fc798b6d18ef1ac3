"""An allowed name with the address 0.0.0.0, which reaches this machine."""
import socket

client = socket.socket()
client.connect((socket.gethostbyname("zero.example.com"), 9000))
client.sendall(b"data")
