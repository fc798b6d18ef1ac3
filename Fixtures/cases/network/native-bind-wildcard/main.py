"""A static program listens on every address."""
import subprocess

subprocess.run(["./attacker", "serve", "0.0.0.0:0", "93.184.216.34", "served"])
