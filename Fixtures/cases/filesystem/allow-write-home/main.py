"""A path in the home folder."""
import os

with open(os.path.expanduser("~/new"), "w") as file:
    file.write("data")
