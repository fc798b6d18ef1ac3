"""The class of a socket object is changed to one with nothing in it."""
import _socket
import socket


class Plain(_socket.socket):
    pass


class Other(socket.socket):
    __slots__ = ()
    connect = _socket.socket.connect


client = socket.socket()
client.__class__ = Other
client.connect(("93.184.216.35", 9000))
Plain.send(client, b"data") if isinstance(client, Plain) else client.send(b"data")
