"""A static program sets limits of a process that is no part of the run."""
import subprocess

for way in ("limit",):
    subprocess.run(["./attacker", "meddle", way, open("neighbour").read()])
