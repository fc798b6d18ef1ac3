"""A raw socket writes its own packets, with no connect and no port."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)
client.sendto(b"data", ("93.184.216.35", 0))
