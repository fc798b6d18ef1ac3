"""The same, allowed in its ASCII form and looked up as it is written."""
import socket

socket.create_connection(("B\u00dcCHER.example", 9000)).sendall(b"data")
