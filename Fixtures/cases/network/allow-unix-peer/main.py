"""A unix server asks who calls: its own child, by number."""
import os
import socket
import struct

server = socket.socket(socket.AF_UNIX)
server.bind("./here")
server.listen()
child = os.fork()
if child == 0:
    client = socket.socket(socket.AF_UNIX)
    client.connect("here")
    client.recv(1)
    os._exit(0)
caller, _ = server.accept()
print(struct.unpack("3i", caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)) == (child, os.getuid(), os.getgid()))
caller.close()
os.wait()
