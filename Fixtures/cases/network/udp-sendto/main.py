"""A datagram needs no connection."""
import socket

print(socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"data", ("93.184.216.35", 9000)))
