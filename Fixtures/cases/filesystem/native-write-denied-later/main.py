"""Files that are refused and do not exist yet, made in several ways."""
import subprocess

for words in (
    ["write", "open", "later", "data"], ["write", "nameless", "later", "data"], ["change", "mkdir", "later"], ["change", "symlink", "text", "later"],
    ["change", "link", "text", "later"], ["change", "mkfifo", "later"], ["change", "rename", "text", "later"],
    ["write", "open", "other/later", "data"], ["change", "exchange", "other", "folder"],
):
    subprocess.run(["./attacker", *words])
