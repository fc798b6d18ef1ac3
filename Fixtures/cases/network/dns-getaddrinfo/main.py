"""A name sent to the name server carries data out: the plainest way to look one up."""
import socket

print(socket.getaddrinfo("evil.test", 80)[0][4])
