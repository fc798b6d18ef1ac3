"""socket.create_server binds and listens."""
import os
import socket

server = socket.create_server(("", 18080))

server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 93.184.216.34 %d\n" % server.getsockname()[1])
client, _ = server.accept()
client.recv(1000)
client.sendall(b"served")
client.close()
