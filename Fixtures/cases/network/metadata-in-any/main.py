"""The metadata service where every address is allowed."""
import socket

client = socket.socket()
client.connect(("169.254.169.254", 80))
client.sendall(b"GET /latest/meta-data/ HTTP/1.0\r\n\r\n")
print(client.recv(100) != b"")
