"""The folder that such a program is in, with another in its place."""
import os
import subprocess

os.rename("bin", "old")
os.mkdir("bin")
with open("bin/tool", "w") as file:
    file.write("#!/bin/sh\necho other\n")
os.chmod("bin/tool", 0o755)
subprocess.call(["bin/tool"])
