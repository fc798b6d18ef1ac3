"""A name below localhost is this machine, and nobody else is asked."""
import socket

try:
    print(socket.getaddrinfo("secret.localhost", 80)[0][4][0] in ("127.0.0.1", "::1"))
except OSError:
    print("no such name")
