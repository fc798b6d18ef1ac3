"""A socket's name is a file."""
import socket

server = socket.socket(socket.AF_UNIX)
server.bind("new")
server.listen()
