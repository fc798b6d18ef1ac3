"""A socket of IPv6 sends to addresses of IPv4, mapped and as they are."""
import subprocess

for address in ("[::ffff:93.184.216.35]:9000", "93.184.216.35:9000"):
    subprocess.run(["./attacker", "send", "from-ipv6", address, "data"])
