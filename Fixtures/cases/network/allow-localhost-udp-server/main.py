"""A UDP socket on loopback hears a caller from outside."""
import os
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 18081))
server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("udp 127.0.0.1 18081\n")
data, peer = server.recvfrom(1000)
server.sendto(b"served", peer)
print(data[:3])
