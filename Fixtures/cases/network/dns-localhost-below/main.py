"""A name that only looks like localhost."""
import socket

try:
    print(socket.getaddrinfo("localhost.evil.test", 80)[0][4])
except socket.gaierror:
    print("no such name")
