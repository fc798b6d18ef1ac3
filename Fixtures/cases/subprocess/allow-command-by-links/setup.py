"""The script, and a link to a link to it."""
import os

with open("script", "w") as file:
    file.write("#!/bin/sh\necho ${0##*/}\n")
os.chmod("script", 0o755)
os.symlink("script", "between")
os.symlink("between", "called")
