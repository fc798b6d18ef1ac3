"""The system call of 32-bit programs opens a file."""
import subprocess

subprocess.run(["./attacker", "write", "int80", "new", "data"])
