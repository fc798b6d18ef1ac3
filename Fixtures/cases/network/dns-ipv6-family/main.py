"""A look-up for IPv6 addresses only."""
import socket

print(socket.getaddrinfo("v6.evil.test", 80, socket.AF_INET6)[0][4][0])
