"""More distinct violations than there is room for; the last one is not caught."""
import socket

for number in range(300):
    try:
        socket.gethostbyname("n%d.evil.test" % number)
    except OSError:
        pass
socket.socket().listen()
