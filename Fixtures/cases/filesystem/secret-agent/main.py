"""The agent that signs with the keys."""
import os
import socket

client = socket.socket(socket.AF_UNIX)
client.connect(os.environ["WORLD_SERVICES"] + "/docker.sock")
client.sendall(b"data")
