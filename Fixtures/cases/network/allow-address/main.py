"""An address that is allowed itself."""
import socket

socket.create_connection(("93.184.216.34", 9000)).sendall(b"data")
