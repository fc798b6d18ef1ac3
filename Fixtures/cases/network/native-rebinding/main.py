"""An allowed name leads to a private address, to this machine and to the cloud's metadata."""
import subprocess

for name in ("rebind.example.com", "local.example.com", "meta.example.com", "hostsfile.example.com"):
    subprocess.run(["./attacker", "fetch", name, "80"])
