"""An IPv6 address with every zero written and in capitals."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("2606:2800:0220:0001:0000:0000:0000:0035", 9000))
client.sendall(b"data")
