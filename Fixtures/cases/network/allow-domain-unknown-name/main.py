"""A name below an allowed one that does not exist fails as it always did."""
import socket

try:
    socket.getaddrinfo("nothing.example.com", 80)
except socket.gaierror as error:
    print(error.errno == socket.EAI_NONAME)
