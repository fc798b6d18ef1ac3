"""A static program takes a descriptor of a process that is no part of the run, and compares itself with it."""
import subprocess

for way in ("pidfd_getfd", "kcmp", "descriptor"):
    subprocess.run(["./attacker", "meddle", way, open("neighbour").read()])
