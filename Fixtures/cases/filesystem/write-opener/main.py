"""An opener of the program's own."""
import os

with open("file", "w", opener=lambda path, flags: os.open("new", flags)) as file:
    file.write("data")
