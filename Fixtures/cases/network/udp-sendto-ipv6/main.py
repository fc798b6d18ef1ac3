"""A datagram over IPv6."""
import socket

print(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM).sendto(b"data", ("2606:2800:220:1::35", 9000)))
