"""A server on loopback over IPv6 answers a caller from outside."""
import os
import socket

server = socket.create_server(("::1", 18080), family=socket.AF_INET6)
server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp ::1 18080\n")
client, _ = server.accept()
client.recv(1000)
client.sendall(b"served")
client.close()
