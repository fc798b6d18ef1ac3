"""A UDP socket connected to an allowed address still sends to another one."""
import socket

address = socket.getaddrinfo("example.com", 9000, socket.AF_INET, socket.SOCK_DGRAM)[0][4]
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(address)
client.sendto(b"data", ("93.184.216.35", 9000))
