"""Sockets made with nothing or little said."""
import _socket
import socket

for made in (_socket.socket(), _socket.socket(2), _socket.socket(2, 1), socket.socket(), socket.socket(10, 2)):
    print(int(made.family), int(made.type))
    made.close()
