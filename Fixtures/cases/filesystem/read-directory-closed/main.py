"""An opened folder's number stands for another folder when it is used."""
import os

folder = os.open("root", os.O_RDONLY)
os.dup2(os.open(".", os.O_PATH), folder)
print(os.read(os.open("secret", os.O_RDONLY, dir_fd=folder), 9).decode(), end="")
