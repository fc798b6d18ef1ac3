"""A link that leads to a file which is made so."""
import os

os.symlink(os.path.abspath("new"), "out/link")
with open("out/link", "w") as file:
    file.write("data")
