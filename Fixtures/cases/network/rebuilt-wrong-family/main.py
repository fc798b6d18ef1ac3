"""The object is told that the descriptor is an IPv6 socket's; the address is a mapped one."""
import socket

first = socket.socket(socket.AF_INET6)
client = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM, 17, fileno=first.detach())
client.connect(("::ffff:93.184.216.35", 9000))
client.send(b"data")
