"""A static program reads the memory of a process that is no part of the run."""
import subprocess

for way in ("vm", "mem", "ptrace", "seize"):
    subprocess.run(["./attacker", "spy", way, open("neighbour").read()])
