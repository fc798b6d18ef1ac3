"""The idna codec turns every name into another one, after the name has been checked."""
import encodings.idna
import socket


def encode(self, text, errors="strict"):
    return b"evil.test", len(text)


encodings.idna.Codec.encode.__code__ = encode.__code__
try:
    print(socket.getaddrinfo("example.com", 80, socket.AF_INET)[0][4])
except OSError:
    print("refused")
