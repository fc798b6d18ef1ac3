"""The C module below socket."""
import os
import socket

import _socket

raw = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM, 0)
raw.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
raw.bind(("", 18080))
raw.listen(5)
server = socket.socket(fileno=raw.detach())

server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 93.184.216.34 %d\n" % server.getsockname()[1])
client, _ = server.accept()
client.recv(1000)
client.sendall(b"served")
client.close()
