"""Another name for a refused file."""
import os

os.link("file", "other")
with open("other", "w") as file:
    file.write("data")
