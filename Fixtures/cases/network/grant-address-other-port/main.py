"""An address granted with its port, IPv6."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("2606:2800:220:1::1", 9000))
client.sendall(b"data")
