import os

with open("script", "w") as file:
    file.write("#!/bin/echo data\n")
os.chmod("script", 0o755)
