"""A datagram to a log service."""
import os
import socket

socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM).sendto(b"data", os.path.join(os.environ["WORLD_SERVICES"], "log.sock"))
