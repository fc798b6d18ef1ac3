"""The C module below socket, without socket."""
import _socket

print(_socket.getaddrinfo("evil.test", 80)[0][4])
