"""A link that is called as the allowed program is."""
import os
import subprocess

os.symlink("/bin/sh", "echo")
subprocess.run(["./echo", "-c", "echo data"])
