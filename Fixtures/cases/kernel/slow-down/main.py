"""A static program sets priority and processors of a process that is no part of the run."""
import subprocess

for way in ("priority", "affinity"):
    subprocess.run(["./attacker", "meddle", way, open("neighbour").read()])
