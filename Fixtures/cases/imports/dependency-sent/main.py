"""The module is imported by its name and used."""
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
