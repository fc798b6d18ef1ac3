"""The allowed name in front of somebody else's."""
import socket

try:
    print(socket.getaddrinfo("example.com.evil.test", 80, socket.AF_INET)[0][4])
except socket.gaierror:
    print("no such name")
