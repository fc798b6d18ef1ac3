"""0 is the wildcard, and connecting to it reaches this machine."""
import socket

client = socket.socket()
client.connect(("0", 9000))
client.sendall(b"data")
