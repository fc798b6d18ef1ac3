"""The allowed name, found first in a folder that the program has put before the others."""
import os
import shutil
import subprocess

os.mkdir("bin")
shutil.copy("/bin/sh", "bin/echo")
os.environ["PATH"] = os.path.abspath("bin") + ":" + os.environ["PATH"]
subprocess.run(["echo", "-c", "echo data"])
