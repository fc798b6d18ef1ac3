"""A static program changes times, by path and by descriptor."""
import subprocess

for way in ("utime", "futime"):
    subprocess.run(["./attacker", "change", way, way])

import os

print(*(int(os.stat(way).st_mtime) == 1 for way in ("utime", "futime")))
