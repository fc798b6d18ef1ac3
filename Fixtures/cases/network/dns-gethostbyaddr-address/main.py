"""A reverse look-up: the address itself is the message, written into a PTR query."""
import socket

print(socket.gethostbyaddr("93.184.216.35")[0])
