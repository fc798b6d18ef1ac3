"""multiprocessing's listener on every address."""
import os
import socket

from multiprocessing.connection import Listener

listener = Listener(("0.0.0.0", 18080), "AF_INET")
server = listener._listener._socket

server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 93.184.216.34 %d\n" % server.getsockname()[1])
client, _ = server.accept()
client.recv(1000)
client.sendall(b"served")
client.close()
