"""A file outside the root, through another process's root and its own descriptors."""
import os
import subprocess

neighbour, here = open("neighbour").read(), os.getcwd()
for path in (f"/proc/{neighbour}/root{here}/secret", f"/proc/self/root{here}/secret", "/proc/self/cwd/secret", "root/link"):
    subprocess.run(["root/attacker", "read", "open", path])
