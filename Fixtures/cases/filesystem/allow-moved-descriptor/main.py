"""A folder that is open and moved within the allowed one."""
import os

os.mkdir("out/folder")
folder = os.open("out/folder", os.O_RDONLY)
os.rename("out/folder", "out/other")
os.close(os.open("new", os.O_WRONLY | os.O_CREAT, dir_fd=folder))
