"""A library's own error, raised while the refusal was handled, in two layers."""
import socket


class ProtocolError(Exception):
    pass


def request():
    try:
        client = socket.socket()
        client.connect(("93.184.216.35", 9000))
        client.sendall(b"data")
    except OSError as error:
        raise ProtocolError("connection aborted", error)


try:
    request()
except ProtocolError as error:
    raise ValueError("no answer")
