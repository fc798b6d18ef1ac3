"""Under --ignore-env a program may set what it and its children read."""
import os
import subprocess

os.environ["MARK"] = "data"
print(os.environ["MARK"], subprocess.check_output(["sh", "-c", "echo $MARK"], text=True), end="")
