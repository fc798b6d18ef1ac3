"""The metadata service as one number."""
import socket

client = socket.socket()
client.connect(("2852039166", 80))
client.sendall(b"GET /latest/meta-data/ HTTP/1.0\r\n\r\n")
print(client.recv(100) != b"")
