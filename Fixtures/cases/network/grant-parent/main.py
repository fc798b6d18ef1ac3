"""The parent of an allowed name."""
import socket

try:
    print(socket.getaddrinfo("com", 80, socket.AF_INET)[0][4])
except socket.gaierror:
    print("no such name")
