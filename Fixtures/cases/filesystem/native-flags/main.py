"""A static program changes a file's flags, as chattr(1) does, with a descriptor that may only read."""
import subprocess

subprocess.run(["./attacker", "change", "flags", "text"])
