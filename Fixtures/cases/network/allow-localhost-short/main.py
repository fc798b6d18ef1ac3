"""127.1."""
import socket

client = socket.socket()
client.connect(("127.1", 9000))
client.sendall(b"data")
print("sent")
