"""A static program reads the environment of a process that is no part of the run."""
import subprocess

for way in ("environ", "task"):
    subprocess.run(["./attacker", "spy", way, open("neighbour").read()])
