"""A user namespace, in which a program is root."""
import subprocess

for way in ("newuser", "clone-newuser", "clone3-newuser"):
    subprocess.run(["./attacker", "kernel", way])
