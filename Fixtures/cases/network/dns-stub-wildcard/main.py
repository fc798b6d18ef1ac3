"""The resolver of this machine, by the address that stands for all of it."""
import socket

query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04evil\x04test\x00\x00\x01\x00\x01"

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(query, ("0.0.0.0", 53))
