"""A name with its port."""
import socket

socket.create_connection(("example.com", 9000)).sendall(b"data")
