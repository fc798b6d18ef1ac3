"""A refused file moves away and is changed there."""
import os

os.rename("file", "other")
with open("other", "w") as file:
    file.write("data")
