"""An address that a NAT64 gateway translates into a public one."""
import socket

client = socket.socket(socket.AF_INET6)
client.connect(("64:ff9b::5db8:d823", 9000))
client.sendall(b"data")
