"""Binding to loopback finds a free port, or out whether IPv6 is there; nothing can come in."""
import socket

with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    print(probe.getsockname()[1] > 0)
with socket.socket(socket.AF_INET6) as probe:
    probe.bind(("::1", 0))
    print(probe.getsockname()[1] > 0)
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
    probe.bind(("localhost", 0))
    print(probe.getsockname()[0])
