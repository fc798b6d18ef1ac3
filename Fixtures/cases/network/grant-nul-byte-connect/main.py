"""The same for connect."""
import socket

client = socket.socket()
try:
    client.connect((b"evil.test\0.example.com", 9000))
except (TypeError, ValueError):
    print("not a name")
    client.connect(("evil.test", 9000))
client.sendall(b"data")
