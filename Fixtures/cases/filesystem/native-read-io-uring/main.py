"""The kernel opens a file that is asked for in a ring in memory."""
import subprocess

for way in ("io-uring",):
    subprocess.run(["root/attacker", "read", way, "secret"])
