"""A name as bytes, which no str check sees."""
import socket

print(socket.getaddrinfo(b"evil.test", 80)[0][4])
