"""A reverse look-up is a query too, and its name is chosen by who asks."""
import socket

socket.getaddrinfo("example.com", 80)
print(socket.gethostbyaddr("93.184.216.35")[0])
