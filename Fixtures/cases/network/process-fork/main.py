"""A forked child connects; the parent ends as the child did."""
import os
import socket
import sys

child = os.fork()
if child == 0:
    client = socket.socket()
    client.connect(("93.184.216.35", 9000))
    client.sendall(b"data")
    sys.exit(0)
status = os.waitpid(child, 0)[1]
sys.exit(os.WEXITSTATUS(status) if os.WIFEXITED(status) else 99)
