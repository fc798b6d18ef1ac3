"""An allowed name that is this machine, where loopback is allowed too."""
import socket

socket.create_connection(("local.example.com", 9000)).sendall(b"data")
