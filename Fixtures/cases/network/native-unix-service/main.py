"""A static program speaks to other services' unix sockets, by path and by abstract name."""
import os
import subprocess

services = os.environ["WORLD_SERVICES"]
for name in (services + "/docker.sock", "@world-service"):
    subprocess.run(["./attacker", "connect", "libc", name, "data"])
for way in ("sendto", "sendmsg", "sendmmsg", "connect"):
    subprocess.run(["./attacker", "send", way, services + "/log.sock", way])
