"""A netlink socket reads and changes routes and addresses."""
import socket
import struct

client = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
client.send(struct.pack("=IHHIIBxHiII", 32, 18, 0x301, 1, 0, 0, 0, 0, 0, 0))
print(b"lo" in client.recv(65536))
