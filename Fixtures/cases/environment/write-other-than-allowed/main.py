"""What is not allowed may not be written either."""
import os
import subprocess

os.environ["OTHER"] = "1"
os.environ["MARK"] = "data"
subprocess.run(["sh", "-c", "echo $MARK"])
