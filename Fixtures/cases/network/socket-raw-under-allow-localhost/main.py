"""Loopback is allowed; a socket that is not bound to any address family's rules is not."""
import socket

client = socket.socket(socket.AF_INET6, socket.SOCK_RAW, 253)
client.sendto(b"data", ("2606:2800:220:1::35", 0))
