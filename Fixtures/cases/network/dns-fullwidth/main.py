"""Letters that IDNA turns into others: full-width letters and an ideographic full stop."""
import socket

print(socket.getaddrinfo("\uff45vil\u3002test", 80)[0][4])
