"""listen of the C module, through the type instead of the object."""
import os
import socket

import _socket

raw = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 0)
_socket.socket.listen(raw)
server = socket.socket(fileno=raw.detach())

server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 93.184.216.34 %d\n" % server.getsockname()[1])
client, _ = server.accept()
client.recv(1000)
client.sendall(b"served")
client.close()
