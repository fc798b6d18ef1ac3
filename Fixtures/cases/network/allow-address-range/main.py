"""Addresses of an allowed private range."""
import socket

socket.create_connection(("10.1.2.3", 9000)).sendall(b"data")
socket.create_connection(("10.255.0.1", 9000)).sendall(b"data")
