"""The kernel signals the owner of a pipe, who is no part of the run."""
import subprocess

for way in ("owner",):
    subprocess.run(["./attacker", "kill", way, open("neighbour").read()])
