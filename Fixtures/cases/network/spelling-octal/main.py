"""Numbers in octal: the leading zeros make it a public address."""
import socket

client = socket.socket()
client.connect(("0135.0270.0330.043", 9000))
client.sendall(b"data")
