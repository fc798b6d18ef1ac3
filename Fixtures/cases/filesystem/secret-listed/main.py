"""The names of the keys."""
import os

print(os.listdir(os.path.expanduser("~/.ssh")))
