"""An inherited UDP or TCP socket is not only written to: its peer is a way out under --allow-localhost too."""
import os
import socket

client = socket.fromfd(int(os.environ["WORLD_DESCRIPTORS"]), socket.AF_INET, socket.SOCK_STREAM)
client.sendmsg([b"data"])
