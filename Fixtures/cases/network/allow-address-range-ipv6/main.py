"""Addresses of an allowed IPv6 range."""
import socket

socket.create_connection(("2606:2800:220:1::77", 9000)).sendall(b"data")
