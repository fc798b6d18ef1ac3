"""A folder that is open moves out of the allowed one, and a file is made in it."""
import os

os.mkdir("out/folder")
folder = os.open("out/folder", os.O_RDONLY)
try:
    os.rename("out/folder", "folder")
except OSError:
    pass
os.close(os.open("new", os.O_WRONLY | os.O_CREAT, dir_fd=folder))
