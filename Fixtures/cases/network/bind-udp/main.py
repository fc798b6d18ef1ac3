"""A UDP socket on every address hears what is sent to it; it never has to listen."""
import os
import socket

server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("", 18081))
server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("udp 93.184.216.34 18081\n")
data, peer = server.recvfrom(1000)
print(data)
