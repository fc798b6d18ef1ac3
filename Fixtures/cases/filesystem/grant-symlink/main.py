"""A link in the allowed folder, made now."""
import os

os.symlink("../file", "out/link")
with open("out/link", "w") as file:
    file.write("data")
