"""A name below another working folder."""
import os

os.chdir("folder")
with open("new", "w") as file:
    file.write("data")
