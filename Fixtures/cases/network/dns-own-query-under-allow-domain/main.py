"""A query built by hand, for a name that is not allowed, while another name is."""
import socket

query = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04evil\x04test\x00\x00\x01\x00\x01"

socket.getaddrinfo("example.com", 80)
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.connect(("127.0.0.53", 53))
client.send(query)
client.settimeout(5)
print(len(client.recv(512)) > len(query))
