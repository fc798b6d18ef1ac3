"""A map for programs in the kernel."""
import subprocess

for way in ("bpf",):
    subprocess.run(["./attacker", "kernel", way])
