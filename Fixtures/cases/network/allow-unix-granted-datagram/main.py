"""A log service that was granted by its path."""
import os
import socket

print(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"data", os.path.join(os.environ["WORLD_SERVICES"], "log.sock")))
