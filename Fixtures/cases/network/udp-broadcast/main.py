"""A broadcast, written as Python's own name for it."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
client.sendto(b"data", ("<broadcast>", 9000))
