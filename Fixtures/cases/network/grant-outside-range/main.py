"""An address just outside an allowed range."""
import socket

client = socket.socket()
client.connect(("93.184.217.0", 9000))
client.sendall(b"data")
