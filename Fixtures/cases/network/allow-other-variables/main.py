"""Other variables are the program's to change."""
import os
import socket

os.environ["LANG"] = "C"
os.environ["SOME_THING"] = "1"
del os.environ["SOME_THING"]
socket.create_connection(("example.com", 80)).close()
print("connected")
