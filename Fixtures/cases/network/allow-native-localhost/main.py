"""A static program reaches services on loopback, with streams and datagrams."""
import subprocess

for address in ("127.0.0.1:9000", "127.1.2.3:9000", "[::1]:9000", "[::ffff:127.0.0.1]:9000"):
    for way in ("libc", "raw", "option", "mptcp"):
        subprocess.run(["./attacker", "connect", way, address, way])
    for way in ("sendto", "sendmsg", "sendmmsg", "connect"):
        subprocess.run(["./attacker", "send", way, address, way])
