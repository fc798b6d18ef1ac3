"""A unix socket of the program's own for datagrams."""
import os
import socket

server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
server.bind(os.path.abspath("own.sock"))
client = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
client.sendto(b"data", os.path.abspath("own.sock"))
print(server.recv(4))
