"""A refused folder that is not there yet."""
import os

os.mkdir("folder")
with open("folder/new", "w") as file:
    file.write("data")
