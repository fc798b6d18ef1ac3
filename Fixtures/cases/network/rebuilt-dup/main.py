"""A duplicate made by dup."""
import socket

first = socket.socket()
first.dup().connect(("93.184.216.35", 9000))
first.sendall(b"data")
