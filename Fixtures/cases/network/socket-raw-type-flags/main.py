"""The type of a raw socket with SOCK_CLOEXEC and SOCK_NONBLOCK in it."""
import _socket

client = _socket.socket(_socket.AF_INET, _socket.SOCK_RAW | _socket.SOCK_CLOEXEC | _socket.SOCK_NONBLOCK, 253)
client.sendto(b"data", ("93.184.216.35", 0))
