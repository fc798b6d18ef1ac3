"""The refused file's path in other words: through /proc, a descriptor, another process's root."""
import os
import subprocess

neighbour, here = open("neighbour").read(), os.getcwd()
folder = os.open("folder", os.O_RDONLY | os.O_DIRECTORY)
for path in (
    "folder//./secret", "../case/folder/secret", here + "/folder/secret", "/proc/self/cwd/folder/secret", "/proc/self/root" + here + "/folder/secret",
    f"/proc/{neighbour}/root{here}/folder/secret", f"/proc/self/fd/{folder}/secret", f"/dev/fd/{folder}/secret", "link/../folder/secret",
):
    subprocess.run(["./attacker", "read", "open", path], pass_fds=[folder])
subprocess.run(["../attacker", "read", "open", "secret"], cwd="folder")
