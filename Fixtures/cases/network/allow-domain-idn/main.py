"""A name that is not ASCII, allowed as it is written."""
import socket

socket.create_connection(("b\u00fccher.example", 9000)).sendall(b"data")
socket.create_connection(("xn--bcher-kva.example", 9000)).sendall(b"more")
