"""A port was granted with the name; this is another one."""
import socket

address = socket.getaddrinfo("example.com", 443, socket.AF_INET)[0][4][0]
client = socket.socket()
client.connect((address, 9000))
client.sendall(b"data")
