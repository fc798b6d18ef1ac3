"""A folder outside the root that the program was started with."""
import os

folder = int(os.environ["WORLD_DESCRIPTORS"])
print(os.read(os.open("secret", os.O_RDONLY, dir_fd=folder), 9).decode(), end="")
