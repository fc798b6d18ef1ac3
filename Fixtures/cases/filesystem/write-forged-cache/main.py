"""A file that calls itself a compiled module, in a folder that calls itself a cache."""
import os

os.mkdir("__pycache__")
with open("__pycache__/new.pyc", "w") as file:
    file.write("data")
