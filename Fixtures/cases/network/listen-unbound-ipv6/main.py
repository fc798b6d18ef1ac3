"""The same over IPv6."""
import os
import socket

server = socket.socket(socket.AF_INET6)
server.listen(1)

server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 2606:2800:220:1::1 %d\n" % server.getsockname()[1])
client, _ = server.accept()
client.recv(1000)
client.sendall(b"served")
client.close()
