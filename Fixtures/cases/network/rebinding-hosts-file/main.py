"""A private address from /etc/hosts instead of DNS."""
import socket

client = socket.socket()
client.connect((socket.gethostbyname("hostsfile.example.com"), 9000))
client.sendall(b"data")
