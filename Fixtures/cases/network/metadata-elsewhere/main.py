"""Another cloud's metadata service inside an allowed range."""
import socket

client = socket.socket()
client.connect(("100.100.100.200", 80))
client.sendall(b"GET /latest/meta-data/ HTTP/1.0\r\n\r\n")
print(client.recv(100) != b"")
