"""Two names with a port each: the address of one with the port of the other."""
import socket

first = socket.gethostbyname("example.com")
second = socket.gethostbyname("example.org")
client = socket.socket()
client.connect((second, 9000))
client.sendall(b"data")
