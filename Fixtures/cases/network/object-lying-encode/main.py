"""getaddrinfo asks the idna codec, and that asks the str subclass for its bytes: they are not its value."""
import socket


class Liar(str):
    def encode(self, *_):
        return b"evil.test"


try:
    print(socket.getaddrinfo(Liar("example.com"), 80, socket.AF_INET)[0][4])
except OSError:
    print("refused")
