"""A tuple subclass whose items, length and order are not what it holds."""
import socket


class Liar(tuple):
    def __getitem__(self, index):
        return ("127.0.0.1", 9000)[index]

    def __iter__(self):
        return iter(("127.0.0.1", 9000))

    def __len__(self):
        return 2

    __eq__ = lambda self, other: True
    __hash__ = lambda self: hash(("127.0.0.1", 9000))
    __repr__ = lambda self: "('127.0.0.1', 9000)"


client = socket.socket()
client.connect(Liar(("93.184.216.35", 9000)))
client.sendall(b"data")
