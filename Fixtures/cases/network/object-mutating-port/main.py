"""The host is a bytearray, and converting the port changes it: what was checked is not what is used.

Which reading of the address is the last before the call differs, so each turn changes the host at another one.
"""
import socket


class Port:
    def __init__(self, host, turn):
        self.host, self.turn, self.readings = host, turn, 0

    def __index__(self):
        self.host[:] = b"151.1.1.6" if self.readings == self.turn else b"127.0.0.1"
        self.readings += 1
        return 9000


for turn in range(8):
    host = bytearray(b"127.0.0.1")
    with socket.socket() as client:
        try:
            client.connect((host, Port(host, turn)))
            client.sendall(b"data")
        except OSError:
            pass
print("done")
