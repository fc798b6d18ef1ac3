"""The working folder is removed; whole paths go on to work."""
import os

here = os.getcwd()
os.mkdir("out/own")
os.chdir("out/own")
os.rmdir(here + "/out/own")
with open(here + "/out/new", "w") as file:
    file.write("data")
try:
    open("new", "w")
except FileNotFoundError:
    print("gone")
