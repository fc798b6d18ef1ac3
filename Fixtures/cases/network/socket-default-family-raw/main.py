"""A raw socket whose family is left to Python's default."""
import _socket

_socket.socket(-1, _socket.SOCK_RAW, _socket.IPPROTO_ICMP)
print("opened")
