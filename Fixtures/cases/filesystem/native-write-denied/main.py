"""A static program changes the one file that is refused."""
import subprocess

for words in (
    ["write", "open", "folder/secret", "data"], ["write", "append", "folder/secret", "data"], ["change", "truncate", "folder/secret"],
    ["write", "reopened", "folder/secret", "data"], ["change", "rename", "text", "folder/secret"], ["change", "unlink", "folder/secret"],
):
    subprocess.run(["./attacker", *words])
