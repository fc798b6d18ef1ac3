"""A copy of another program, called as the allowed one is."""
import os
import shutil
import subprocess

shutil.copy("/bin/sh", "echo")
subprocess.run([os.path.abspath("echo"), "-c", "echo data"])
