"""A static program reads outside the root, three ways."""
import subprocess

for way in ("open", "openat2", "path"):
    subprocess.run(["root/attacker", "read", way, "secret"])
