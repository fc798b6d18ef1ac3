"""A module of the program's own that is called socket."""
import sys

print("socket" in sys.modules)
import socket

socket.attack()
