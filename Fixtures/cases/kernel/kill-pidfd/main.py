"""A signal by descriptor."""
import subprocess

for way in ("pidfd",):
    subprocess.run(["./attacker", "kill", way, open("neighbour").read()])
