"""A connection to an address: no name is looked up."""
import socket

client = socket.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
