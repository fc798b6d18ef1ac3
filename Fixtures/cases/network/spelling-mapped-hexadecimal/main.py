"""A mapped address in hexadecimal groups."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("0:0:0:0:0:FFFF:5DB8:D823", 9000))
client.sendall(b"data")
