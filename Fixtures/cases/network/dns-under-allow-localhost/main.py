"""Loopback is allowed; looking up names of others is not."""
import socket

print(socket.getaddrinfo("localhost", 80)[0][4][1])
print(socket.getaddrinfo("evil.test", 80)[0][4])
