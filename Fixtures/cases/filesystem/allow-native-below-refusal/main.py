"""A static program beside the one file that is refused."""
import subprocess

for words in (
    ["read", "open", "folder/other"], ["read", "path", "folder/other"], ["write", "open", "folder/new", "data"],
    ["write", "nameless", "folder/nameless", "data"], ["change", "rename", "folder/other", "folder/moved"], ["change", "mkdir", "folder/below"],
    ["change", "link", "folder/moved", "folder/linked"], ["change", "symlink", "moved", "folder/symlinked"], ["read", "open", "folder/symlinked"],
):
    print(words[0], words[1], subprocess.run(["./attacker", *words]).returncode, flush=True)
