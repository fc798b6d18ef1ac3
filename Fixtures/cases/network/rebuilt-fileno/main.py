"""A socket made by one object and connected by another that took over its descriptor."""
import socket

first = socket.socket()
client = socket.socket(fileno=first.detach())
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
