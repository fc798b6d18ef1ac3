"""connect is given the name itself."""
import socket

client = socket.socket()
client.connect(("example.com", 9000))
client.sendall(b"data")
print(client.getpeername()[0])
