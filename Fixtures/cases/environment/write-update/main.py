"""os.environ.update."""
import os
import subprocess

os.environ.update(MARK="data")
subprocess.run(["sh", "-c", "echo $MARK"])
