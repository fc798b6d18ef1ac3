"""The 6to4 form of a loopback address is not loopback either."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("2002:7f00:1::1", 9000))
client.sendall(b"data")
