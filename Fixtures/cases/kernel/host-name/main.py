"""The machine's name."""
import subprocess

for way in ("hostname",):
    subprocess.run(["./attacker", "kernel", way])
