"""A name that only ends like the allowed one."""
import socket

try:
    print(socket.getaddrinfo("notexample.com", 80, socket.AF_INET)[0][4])
except socket.gaierror:
    print("no such name")
