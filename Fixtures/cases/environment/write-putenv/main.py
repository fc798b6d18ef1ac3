"""os.putenv changes the block and not os.environ."""
import os
import subprocess

os.putenv("MARK", "data")
subprocess.run(["sh", "-c", "echo $MARK"])
