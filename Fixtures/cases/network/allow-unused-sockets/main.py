"""Sockets that are made, asked and closed."""
import select
import socket

for family in (socket.AF_INET, socket.AF_INET6, socket.AF_UNIX):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(family, kind) as made:
            made.setblocking(False)
            print(family.name, kind.name, made.getsockname() is not None, select.select([], [made], [], 0)[1] != [])
print(socket.gethostname(), socket.has_ipv6, socket.getservbyname("http"), socket.inet_aton("1.2.3.4"))
