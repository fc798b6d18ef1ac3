"""The metadata service inside an allowed IPv6 range."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("fd00:ec2::254", 80))
client.sendall(b"GET /latest/meta-data/ HTTP/1.0\r\n\r\n")
print(client.recv(100) != b"")
