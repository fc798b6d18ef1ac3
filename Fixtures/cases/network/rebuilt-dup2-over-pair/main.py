"""A TCP socket put over one end of a socket pair, whose object still says it is a unix socket."""
import os
import socket

left, right = socket.socketpair()
outside = socket.socket()
os.dup2(outside.fileno(), left.fileno())
client = socket.socket(fileno=left.detach())
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
