"""A file is removed, by a name below an opened folder."""
import os

os.remove("file", dir_fd=os.open(".", os.O_PATH))
