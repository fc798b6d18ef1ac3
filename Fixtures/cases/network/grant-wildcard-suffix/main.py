"""*.example.com needs a dot before what it stands for."""
import socket

try:
    print(socket.getaddrinfo("notexample.com", 80, socket.AF_INET)[0][4])
except socket.gaierror:
    print("no such name")
