"""One public and one private address for a name: the private one stays refused."""
import socket

for address in sorted(each[4] for each in socket.getaddrinfo("mixed.example.com", 9000, socket.AF_INET, socket.SOCK_STREAM)):
    if address[0].startswith("10."):
        client = socket.socket()
        client.connect(address)
        client.sendall(b"data")
