"""The refused folder is mounted elsewhere."""
import subprocess

subprocess.run(["./attacker", "read", "mount", "folder"])
