"""A thread of it is signalled."""
import subprocess

for way in ("tgkill",):
    subprocess.run(["./attacker", "kill", way, open("neighbour").read()])
