"""Another name in the allowed folder for a file outside."""
import os

os.link("file", "out/link")
with open("out/link", "w") as file:
    file.write("data")
