"""A name with addresses of both families: either will do, and both are remembered."""
import socket

for information in socket.getaddrinfo("dual.example.com", 9000, type=socket.SOCK_STREAM):
    client = socket.socket(*information[:3])
    client.connect(information[4])
    client.sendall(b"data")
