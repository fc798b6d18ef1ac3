"""bind takes an address of the family AF_UNSPEC for one of IPv4."""
import subprocess

subprocess.run(["./attacker", "serve", "unspec:0.0.0.0:0", "93.184.216.34", "served"])
