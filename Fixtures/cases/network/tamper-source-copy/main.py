"""A second copy of socket, executed from its source under another name."""
import importlib.util
import socket
import sys

specification = importlib.util.spec_from_file_location("copy_of_socket", socket.__file__)
copy = sys.modules["copy_of_socket"] = importlib.util.module_from_spec(specification)
specification.loader.exec_module(copy)
client = copy.socket()
client.connect(("93.184.216.35", 9000))
client.sendall(b"data")
