"""A signal with a value."""
import subprocess

for way in ("sigqueue",):
    subprocess.run(["./attacker", "kill", way, open("neighbour").read()])
