"""A datagram to a port where nobody listens has left all the same."""
import socket

socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"data", ("93.184.216.35", 33434))
