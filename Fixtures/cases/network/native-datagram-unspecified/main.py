"""An address of the family AF_UNSPEC, which sendto takes for one of IPv4."""
import subprocess

for way in ("sendto", "sendmsg"):
    subprocess.run(["./attacker", "send", way, "unspec:93.184.216.35:9000", way])
