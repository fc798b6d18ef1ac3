"""The address as bytes."""
import socket

client = socket.socket()
client.connect((b"93.184.216.35", 9000))
client.sendall(b"data")
