"""A file opened by its number, past every folder on the way."""
import subprocess

for way in ("handle",):
    subprocess.run(["root/attacker", "read", way, "secret"])
