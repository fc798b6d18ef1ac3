"""Looks like loopback in decimal, is 87.0.0.1 in octal."""
import socket

client = socket.socket()
client.connect(("0127.0.0.1", 9000))
client.sendall(b"data")
