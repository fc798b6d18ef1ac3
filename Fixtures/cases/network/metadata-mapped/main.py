"""The metadata service mapped into IPv6, every IPv6 address allowed."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("::ffff:a9fe:a9fe", 80))
client.sendall(b"GET /latest/meta-data/ HTTP/1.0\r\n\r\n")
print(client.recv(100) != b"")
