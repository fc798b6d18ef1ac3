"""A second thread flips the path 20,000 times between two files, one of them refused."""
import subprocess

subprocess.run(["./attacker", "race-path", "read", "./open", "./shut", "20000"])
