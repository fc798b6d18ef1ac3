"""A query sent to a public resolver instead of the configured one."""
import socket

query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04evil\x04test\x00\x00\x01\x00\x01"

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print(client.sendto(query, ("8.8.8.8", 53)) == len(query))
