"""A static program sends datagrams."""
import subprocess

for way in ("sendto", "sendmsg", "sendmmsg", "connect", "io-uring"):
    subprocess.run(["./attacker", "send", way, "93.184.216.35:9000", way])
