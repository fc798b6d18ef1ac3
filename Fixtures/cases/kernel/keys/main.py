"""Keys in the kernel, which outlive a run."""
import subprocess

for way in ("add_key", "keyctl", "request_key"):
    subprocess.run(["./attacker", "kernel", way])
