"""An allowed path that is not there yet: a folder."""
import os

os.makedirs("new/deep")
with open("new/deep/file", "w") as file:
    file.write("data")
