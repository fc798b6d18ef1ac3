"""*.example.com stands for a name below it."""
import socket

socket.create_connection(("api.example.com", 9000)).sendall(b"data")
