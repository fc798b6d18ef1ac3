"""The NAT64 form of a loopback address is not loopback: it leaves the machine."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("64:ff9b::7f00:1", 9000))
client.sendall(b"data")
