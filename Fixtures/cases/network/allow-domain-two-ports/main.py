"""Two names at different ports, each at its own."""
import socket

socket.create_connection(("example.com", 9000)).sendall(b"data")
socket.create_connection(("example.org", 443)).sendall(b"data")
