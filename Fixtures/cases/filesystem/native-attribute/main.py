"""A static program sets and removes extended attributes."""
import subprocess

for way in ("setxattr", "fsetxattr", "removexattr"):
    subprocess.run(["./attacker", "change", way, way])
