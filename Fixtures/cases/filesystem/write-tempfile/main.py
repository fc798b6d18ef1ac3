"""A temporary file with a name, in a place of the program's choice."""
import os
import tempfile

with tempfile.NamedTemporaryFile("w", dir=".", delete=False) as file:
    file.write("data")
os.rename(file.name, "new")
