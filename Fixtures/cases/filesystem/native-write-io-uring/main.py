"""The kernel opens a file that is asked for in a ring in memory."""
import subprocess

subprocess.run(["./attacker", "write", "io-uring", "new", "data"])
