"""`..` below an opened folder."""
import os

print(os.read(os.open("../secret", os.O_RDONLY, dir_fd=os.open("root", os.O_RDONLY)), 9).decode(), end="")
