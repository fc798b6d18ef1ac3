"""os.environb[...] = ..."""
import os
import subprocess

os.environb[b"MARK"] = b"data"
subprocess.run(["sh", "-c", "echo $MARK"])
