import os

with open("echo", "w") as file:
    file.write("#!/bin/sh\nprintf 'data\\n'\n")
os.chmod("echo", 0o755)
