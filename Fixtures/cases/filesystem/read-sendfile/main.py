"""The kernel copies to the output."""
import os
import sys

with open("secret") as file:
    os.sendfile(sys.stdout.fileno(), file.fileno(), 0, 9)
