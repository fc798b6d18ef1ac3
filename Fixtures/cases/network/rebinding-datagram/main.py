"""sendto resolves the name itself."""
import socket

client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.sendto(b"data", ("meta.example.com", 9000))
