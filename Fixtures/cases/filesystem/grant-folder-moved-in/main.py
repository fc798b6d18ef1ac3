"""A folder moves to where writing is allowed, to be changed there."""
import os

os.rename("away", "out/away")
with open("out/away/file", "w") as file:
    file.write("data")
