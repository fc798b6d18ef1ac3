"""A reverse look-up through getnameinfo."""
import socket

print(socket.getnameinfo(("93.184.216.35", 80), 0))
