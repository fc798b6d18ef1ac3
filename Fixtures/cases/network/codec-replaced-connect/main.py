"""The same for connect: a name that is not ASCII goes through the codec, and comes out as another one."""
import encodings.idna
import socket


def encode(self, text, errors="strict"):
    return b"evil.test", len(text)


encodings.idna.Codec.encode.__code__ = encode.__code__
try:
    client = socket.socket()
    client.connect(("b\u00fccher.example", 9000))
    client.sendall(b"data")
except OSError:
    print("refused")
