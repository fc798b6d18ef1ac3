"""The metadata service behind a NAT64 gateway, every IPv6 address allowed."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("64:ff9b::a9fe:a9fe", 80))
client.sendall(b"GET /latest/meta-data/ HTTP/1.0\r\n\r\n")
print(client.recv(100) != b"")
