"""A name that ends in a dot, as one that is not to be searched for."""
import socket

socket.create_connection(("example.com.", 9000)).sendall(b"data")
