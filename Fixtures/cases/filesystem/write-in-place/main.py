"""Opened for reading and writing."""
with open("file", "r+") as file:
    file.write("data")
