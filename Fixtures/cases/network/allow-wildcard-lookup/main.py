"""No host at all: the address to bind to."""
import socket

print(sorted(each[4][0] for each in socket.getaddrinfo(None, 80, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)))
print(sorted(each[4][0] for each in socket.getaddrinfo(None, 80, type=socket.SOCK_STREAM)))
