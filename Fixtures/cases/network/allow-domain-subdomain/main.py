"""A name below an allowed one."""
import socket

socket.create_connection(("api.example.com", 9000)).sendall(b"data")
