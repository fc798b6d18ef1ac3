"""A subclass answers for itself where it is bound, what family it has and which descriptor."""
import os
import socket


class Liar(socket.socket):
    family = property(lambda self: socket.AF_UNIX)
    type = property(lambda self: socket.SOCK_DGRAM)

    def getsockname(self):
        return "127.0.0.1", 1


server = Liar(socket.AF_INET, socket.SOCK_STREAM)
server.listen()
server = socket.socket(fileno=server.detach())

server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 93.184.216.34 %d\n" % server.getsockname()[1])
client, _ = server.accept()
client.recv(1000)
client.sendall(b"served")
client.close()
