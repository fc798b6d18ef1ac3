"""A name that is not ASCII reaches the name server in its IDNA form."""
import socket

try:
    socket.getaddrinfo("b\u00fccher.evil.test", 80)
except socket.gaierror as error:
    print("no such name")
