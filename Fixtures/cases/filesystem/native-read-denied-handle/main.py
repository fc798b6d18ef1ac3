"""The refused file is opened by its number."""
import subprocess

subprocess.run(["./attacker", "read", "handle", "folder/secret"])
