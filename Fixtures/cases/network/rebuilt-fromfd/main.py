"""A duplicate made by fromfd; the original sends."""
import socket

first = socket.socket()
socket.fromfd(first.fileno(), socket.AF_INET, socket.SOCK_STREAM).connect(("93.184.216.35", 9000))
first.sendall(b"data")
