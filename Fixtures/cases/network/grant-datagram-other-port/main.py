"""A datagram to an allowed name and a port that was not granted."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"data", (socket.gethostbyname("example.com"), 9000))
