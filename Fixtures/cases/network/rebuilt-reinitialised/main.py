"""A socket object whose __init__ is called a second time, around another descriptor."""
import socket

client, other = socket.socketpair()
fresh = socket.socket()
client.__init__(fileno=fresh.detach())
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
