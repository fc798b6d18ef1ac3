"""A look-up through gethostbyname."""
import socket

print(socket.gethostbyname("evil.test"))
