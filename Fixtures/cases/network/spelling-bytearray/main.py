"""The address as a bytearray."""
import socket

client = socket.socket()
client.connect((bytearray(b"93.184.216.35"), 9000))
client.sendall(b"data")
