"""A socket subclass that says it is a unix socket, or one of its own."""
import socket


class Liar(socket.socket):
    family = property(lambda self: socket.AF_UNIX)
    type = property(lambda self: socket.SOCK_DGRAM)
    proto = property(lambda self: 0)

    def getpeername(self):
        return ""

    getsockname = getpeername


client = Liar(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
