"""Sockets without a file: abstract ones and pairs."""
import socket

server = socket.socket(socket.AF_UNIX)
server.bind("\0world-own")
server.listen()
client = socket.socket(socket.AF_UNIX)
client.connect("\0world-own")
print(server.accept()[0].fileno() > 0)
