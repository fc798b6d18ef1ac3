"""os.environ[...] = ..., which the children see."""
import os
import subprocess

os.environ["MARK"] = "data"
subprocess.run(["sh", "-c", "echo $MARK"])
