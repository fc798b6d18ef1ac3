"""A key in a folder that may be read and written."""
import os

print(open(os.path.expanduser("~/.ssh/key")).read(), end="")
