"""os.environ |= ..."""
import os
import subprocess

os.environ |= {"MARK": "data"}
subprocess.run(["sh", "-c", "echo $MARK"])
