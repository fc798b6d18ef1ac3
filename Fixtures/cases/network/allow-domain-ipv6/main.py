"""A name with an IPv6 address."""
import socket

socket.create_connection(("v6.example.com", 9000)).sendall(b"data")
