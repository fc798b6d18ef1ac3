"""pop removes: a child sees no HOME any more, which is among what it would still get."""
import os
import subprocess

try:
    os.environ.pop("HOME", None)
finally:
    subprocess.run(["/bin/sh", "-c", "echo ${HOME-gone}"])
