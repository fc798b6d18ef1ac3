"""A trailing dot makes a name absolute; it is the same name."""
import socket

print(socket.getaddrinfo("EVIL.test.", 80)[0][4])
