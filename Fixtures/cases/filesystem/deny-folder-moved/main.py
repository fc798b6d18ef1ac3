"""A folder that holds a refused file moves, and with it the file."""
import os

os.rename("out/folder", "out/other")
with open("out/other/file", "w") as file:
    file.write("data")
