"""Servers of a static program on loopback, called from outside."""
import subprocess

for host in ("127.0.0.1", "::1"):
    subprocess.run(["./attacker", "serve", f"[{host}]:0" if ":" in host else host + ":0", host, "served"])
