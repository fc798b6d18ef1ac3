"""gethostbyaddr takes a name too, and looks it up."""
import socket

print(socket.gethostbyaddr("evil.test"))
