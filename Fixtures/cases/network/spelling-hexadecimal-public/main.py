"""A public address as one hexadecimal number."""
import socket

client = socket.socket()
client.connect(("0x5db8d823", 9000))
client.sendall(b"data")
