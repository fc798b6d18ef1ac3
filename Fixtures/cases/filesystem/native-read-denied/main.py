"""A static program reads the one file that is refused, by itself, by a second name and by a new one."""
import subprocess

for way in ("open", "openat2", "path", "link", "moved"):
    subprocess.run(["./attacker", "read", way, "folder/secret"])
