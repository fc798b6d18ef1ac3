"""A static program connects, by libc, by a system call, with an option and over MPTCP."""
import subprocess

for way in ("libc", "raw", "option", "mptcp"):
    subprocess.run(["./attacker", "connect", way, "93.184.216.35:9000", way])
