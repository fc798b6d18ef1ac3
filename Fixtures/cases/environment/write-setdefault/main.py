"""setdefault writes where nothing was."""
import os
import subprocess

os.environ.setdefault("MARK", "data")
subprocess.run(["sh", "-c", "echo $MARK"])
