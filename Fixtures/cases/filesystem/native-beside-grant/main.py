"""Writing beside the folder that is granted, and moving into it and out of it."""
import subprocess

for words in (
    ["write", "open", "new", "data"], ["write", "open", "grant/../other", "data"], ["write", "open", "grant/link", "data"],
    ["change", "rename", "grant/inside", "outside"], ["change", "link", "text", "grant/linked"], ["change", "rename", "kept", "grant/kept"],
):
    subprocess.run(["./attacker", *words])
