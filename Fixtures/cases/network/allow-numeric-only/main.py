"""Look-ups that look nothing up: a library asks whether a text is an address."""
import socket

for host in ("example.com", ""):
    try:
        socket.getaddrinfo(host, 80, flags=socket.AI_NUMERICHOST)
    except socket.gaierror as error:
        print(error.errno == socket.EAI_NONAME)
