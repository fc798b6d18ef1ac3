"""A static program changes modes: by path, by descriptor, by the newest call."""
import subprocess

for way in ("chmod", "fchmod", "fchmodat2"):
    subprocess.run(["./attacker", "change", way, way])
