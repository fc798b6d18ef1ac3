"""getfqdn without an argument looks up this machine's own name: a leak that many libraries cause."""
import socket

print(socket.getfqdn() != "")
