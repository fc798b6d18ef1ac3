"""del os.environ[...]: a child sees no HOME any more, which is among what it would still get."""
import os
import subprocess

try:
    del os.environ["HOME"]
finally:
    subprocess.run(["/bin/sh", "-c", "echo ${HOME-gone}"])
