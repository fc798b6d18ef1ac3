"""An allowed name that is this machine, over IPv6."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect((socket.getaddrinfo("local6.example.com", 9000, socket.AF_INET6)[0][4][0], 9000))
client.sendall(b"data")
