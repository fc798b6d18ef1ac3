"""An int subclass that says it is another number; its value is what the C code reads."""
import socket


class Port(int):
    def __int__(self):
        return 443

    __index__ = __int__
    __str__ = __repr__ = lambda self: "443"

    def __eq__(self, other):
        return other == 443

    def __hash__(self):
        return hash(443)


client = socket.socket()
client.connect(("93.184.216.34", Port(9000)))
client.sendall(b"data")
