"""Frames and packets made by hand; one with a bit in the family that the kernel drops."""
import subprocess

for way in ("packet", "high", "raw"):
    subprocess.run(["./attacker", "packet", way, "93.184.216.35:9001"])
