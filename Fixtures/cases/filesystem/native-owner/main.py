"""A static program changes owners, by path and by descriptor."""
import subprocess

for way in ("chown", "fchown"):
    subprocess.run(["./attacker", "change", way, way])
