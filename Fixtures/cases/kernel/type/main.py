"""Typing into a terminal, which the user's shell may read; the second time with a bit set that the kernel drops."""
import subprocess

for way in ("plain", "high"):
    subprocess.run(["./attacker", "type", way])
