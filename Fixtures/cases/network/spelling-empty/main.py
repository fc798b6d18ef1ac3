"""The empty name, which connects to this machine."""
import socket

client = socket.socket()
client.connect(("", 9000))
client.sendall(b"data")
