"""An IPv6 address that is allowed with its port."""
import socket

socket.create_connection(("2606:2800:220:1::1", 9000)).sendall(b"data")
