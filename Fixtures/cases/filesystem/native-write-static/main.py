"""New files: five ways to make one, in a static program."""
import subprocess

for way in ("open", "creat", "openat2", "nameless", "around"):
    subprocess.run(["./attacker", "write", way, "new-" + way, "data"])
