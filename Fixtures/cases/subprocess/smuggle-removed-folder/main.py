"""The folder in which the allowed program lies changes its name, and another takes its place."""
import os
import subprocess

os.rename("bin", "away")
os.mkdir("bin")
os.symlink("/bin/sh", "bin/tool")
subprocess.run(["bin/tool", "-c", "echo data"])
