"""A public address mapped into IPv6."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("::ffff:93.184.216.35", 9000))
client.sendall(b"data")
