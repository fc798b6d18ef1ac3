"""A static program ends a process that is no part of the run."""
import subprocess

for way in ("kill",):
    subprocess.run(["./attacker", "kill", way, open("neighbour").read()])
