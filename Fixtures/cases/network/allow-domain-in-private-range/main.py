"""An allowed name whose private address is allowed too."""
import socket

socket.create_connection(("rebind.example.com", 9000)).sendall(b"data")
