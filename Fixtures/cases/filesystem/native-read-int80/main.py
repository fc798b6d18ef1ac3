"""The system call of 32-bit programs opens a file."""
import subprocess

for way in ("int80",):
    subprocess.run(["root/attacker", "read", way, "secret"])
