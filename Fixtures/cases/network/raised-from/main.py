"""A library's own error, raised from the refusal."""
import socket


class ConnectionFailed(Exception):
    pass


try:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
except OSError as error:
    raise ConnectionFailed("could not connect") from error
