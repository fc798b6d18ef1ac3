"""The object was bound to loopback; its descriptor is another socket by the time it listens."""
import os
import socket

server = socket.socket()
server.bind(("127.0.0.1", 0))
other = socket.socket()
os.dup2(other.fileno(), server.fileno())
server.listen()

server.settimeout(10)
with open(os.environ["WORLD_ASK"], "w") as ask:
    ask.write("tcp 93.184.216.34 %d\n" % server.getsockname()[1])
client, _ = server.accept()
client.recv(1000)
client.sendall(b"served")
client.close()
