import os

with open("script", "w") as file:
    file.write("#!/bin/sh\necho script $1\n")
os.chmod("script", 0o755)
