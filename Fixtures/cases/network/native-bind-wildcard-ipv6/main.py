"""A static program listens on every address of IPv6, and so of IPv4."""
import subprocess

subprocess.run(["./attacker", "serve", "[::]:0", "93.184.216.34", "served"])
