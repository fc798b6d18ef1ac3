"""create_connection to localhost tries IPv6 and IPv4."""
import socket

client = socket.create_connection(("localhost", 9000))
client.sendall(b"data")
print("sent")
