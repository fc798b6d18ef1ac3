"""A folder moves to where a pattern does not reach, to be changed there."""
import os

os.rename("keys", "other")
with open("other/file", "w") as file:
    file.write("data")
