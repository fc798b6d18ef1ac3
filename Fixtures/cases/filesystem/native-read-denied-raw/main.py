"""The refused file is asked for in a ring in memory and by the system call of 32-bit programs."""
import subprocess

for way in ("io-uring", "int80"):
    subprocess.run(["./attacker", "read", way, "folder/secret"])
