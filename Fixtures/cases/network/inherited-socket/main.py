"""A connected socket from whoever started the program: no connect is ever made."""
import os
import socket

client = socket.socket(fileno=int(os.environ["WORLD_DESCRIPTORS"]))
client.sendall(b"data")
