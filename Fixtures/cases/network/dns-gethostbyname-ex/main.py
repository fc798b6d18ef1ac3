"""A look-up through gethostbyname_ex, which has an event but calls another function of libc."""
import socket

print(socket.gethostbyname_ex("evil.test"))
