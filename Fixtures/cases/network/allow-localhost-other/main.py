"""Another address of 127.0.0.0/8."""
import socket

client = socket.socket()
client.connect(("127.7.8.9", 9000))
client.sendall(b"data")
print("sent")
