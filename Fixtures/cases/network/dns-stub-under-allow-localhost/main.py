"""A stub resolver on loopback forwards what it is asked: loopback is not local where it is the name server."""
import socket

query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04evil\x04test\x00\x00\x01\x00\x01"

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(query, ("127.0.0.53", 53))
client.settimeout(5)
print(len(client.recv(512)) > len(query))
