"""A key is removed."""
import os

os.unlink(os.path.expanduser("~/.ssh/key"))
