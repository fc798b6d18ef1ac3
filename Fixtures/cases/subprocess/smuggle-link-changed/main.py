"""The allowed path is a link, which the program changes."""
import os
import subprocess

os.unlink("tool")
os.symlink("/bin/sh", "tool")
subprocess.run(["./tool", "-c", "echo data"])
