"""*.example.com stands for what is below example.com, not for itself."""
import socket

try:
    print(socket.getaddrinfo("example.com", 80, socket.AF_INET)[0][4])
except socket.gaierror:
    print("no such name")
