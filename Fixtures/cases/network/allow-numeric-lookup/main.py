"""Addresses that are numbers already need no name server."""
import socket

print(socket.getaddrinfo("93.184.216.34", 80, type=socket.SOCK_STREAM)[0][4])
print(socket.getaddrinfo("2606:2800:220:1::1", 80, type=socket.SOCK_STREAM)[0][4][0])
print(socket.gethostbyname("127.1"))
print(socket.getnameinfo(("93.184.216.34", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
