"""C code ends a string at a NUL byte; a check of the whole string sees the allowed end of it."""
import socket

try:
    print(socket.getaddrinfo(b"evil.test\0.example.com", 80, socket.AF_INET)[0][4])
except ValueError:
    print("not a name")
    socket.getaddrinfo("evil.test", 80, socket.AF_INET)
