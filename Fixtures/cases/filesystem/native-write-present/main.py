"""Files that are there already: added to, cut off, opened again for writing by their descriptor."""
import subprocess

for way in ("append", "reopened"):
    subprocess.run(["./attacker", "write", way, way, "data"])
subprocess.run(["./attacker", "change", "truncate", "truncate"])
