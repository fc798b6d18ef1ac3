"""The question for the name of a loopback address carries what the address does."""
import socket

try:
    print(socket.getnameinfo(("127.83.69.67", 0), 0)[0])
except OSError as error:
    print(type(error).__name__)
