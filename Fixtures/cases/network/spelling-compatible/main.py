"""The old IPv4-compatible form of an address in IPv6."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("::93.184.216.35", 9000))
client.sendall(b"data")
