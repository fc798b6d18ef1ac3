"""Datagrams to loopback and back."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"data", ("127.0.0.1", 9000))
client.settimeout(5)
print(client.recvfrom(10))
