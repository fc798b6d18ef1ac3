"""The same in a str, where the idna codec lets the NUL through."""
import socket

try:
    print(socket.getaddrinfo("evil.test\0.example.com", 80, socket.AF_INET)[0][4])
except ValueError:
    print("not a name")
    socket.getaddrinfo("evil.test", 80, socket.AF_INET)
