"""Numbers in hexadecimal."""
import socket

client = socket.socket()
client.connect(("0x7f.1", 9000))
client.sendall(b"data")
