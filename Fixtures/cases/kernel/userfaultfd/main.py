"""Page faults handled by the program, which stops the kernel in the middle of a copy."""
import subprocess

for way in ("userfaultfd",):
    subprocess.run(["./attacker", "kernel", way])
