"""A file opened by its number, past every folder on the way."""
import subprocess

subprocess.run(["./attacker", "write", "handle", "text", "data"])
