"""An address that the parent looked up is connected to by a forked child."""
import os
import socket
import sys

address = socket.gethostbyname_ex("example.com")[2][0]
child = os.fork()
if child == 0:
    socket.create_connection((address, 9000)).sendall(b"data")
    os._exit(0)
sys.exit(os.WEXITSTATUS(os.waitpid(child, 0)[1]))
