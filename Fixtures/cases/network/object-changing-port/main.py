"""A port that is another number each time it is read: the one that is allowed is not the one that is used."""
import socket


class Port:
    def __init__(self, turn):
        self.turn, self.readings = turn, 0

    def __index__(self):
        port = 9000 if self.readings == self.turn else 443
        self.readings += 1
        return port

    __int__ = __index__


for turn in range(8):
    with socket.socket() as client:
        try:
            client.connect(("93.184.216.34", Port(turn)))
            client.sendall(b"data")
        except OSError:
            pass
print("done")
