"""The whole path, with a detour and slashes to spare."""
import os

with open(os.getcwd() + "//./nothing/..//new", "w") as file:
    file.write("data")
