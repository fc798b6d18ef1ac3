"""A folder gets a name that a pattern allows."""
import os

os.rename("away", "build-away")
with open("build-away/file", "w") as file:
    file.write("data")
