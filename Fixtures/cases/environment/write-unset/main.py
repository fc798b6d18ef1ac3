"""os.unsetenv changes the block and not os.environ: a child sees no HOME any more, which is among what it would still get."""
import os
import subprocess

try:
    os.unsetenv("HOME")
finally:
    subprocess.run(["/bin/sh", "-c", "echo ${HOME-gone}"])
