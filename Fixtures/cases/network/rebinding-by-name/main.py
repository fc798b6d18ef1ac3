"""connect itself resolves the name: what it finds has to be checked as well."""
import socket

client = socket.socket()
client.connect(("rebind.example.com", 9000))
client.sendall(b"data")
