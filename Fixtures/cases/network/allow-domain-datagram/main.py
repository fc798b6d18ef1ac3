"""A datagram to an allowed name, by name and by address, and what comes back."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.settimeout(5)
client.sendto(b"data", ("example.com", 9000))
print(client.recv(10))
client.sendmsg([b"more"], [], 0, (socket.gethostbyname("example.com"), 9000))
print(client.recv(10))
