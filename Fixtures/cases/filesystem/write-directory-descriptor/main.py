"""A name below an opened folder."""
import os

folder = os.open(".", os.O_RDONLY)
os.write(os.open("new", os.O_WRONLY | os.O_CREAT, dir_fd=folder), b"data")
