"""A static program removes, renames, links and makes names."""
import os
import subprocess

for words in (
    ["unlink", "a"], ["rename", "b", "renamed"], ["exchange", "c", "d"], ["link", "d", "linked"], ["symlink", "d", "symlink"],
    ["mkdir", "folder"], ["rmdir", "empty"], ["mkfifo", "fifo"], ["socket", "./socket"],
):
    subprocess.run(["./attacker", "change", *words])
print(" ".join(sorted(os.listdir())))
print(open("d").read(), end="")
