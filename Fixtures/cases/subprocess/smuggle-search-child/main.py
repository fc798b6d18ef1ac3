"""The child's PATH leads to another program of that name."""
import os
import subprocess

os.symlink("/bin/sh", "echo")
subprocess.run(["echo", "-c", "echo data"], env={"PATH": "."})
