"""A pair of sockets joined to each other."""
import socket

left, right = socket.socketpair()
left.sendall(b"data")
print(right.recv(4))
right.sendmsg([b"more"])
print(left.recv(4))
