"""listen without bind takes a port on every address."""
import subprocess

subprocess.run(["./attacker", "serve", "none", "93.184.216.34", "served"])
