"""The allowed name, seen from another folder."""
import os

os.chdir("other")
with open("out/new", "w") as file:
    file.write("data")
