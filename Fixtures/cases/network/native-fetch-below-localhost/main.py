"""libc resolves a name, where only this machine is allowed."""
import subprocess

for program in ("./attacker", "./attacker-dynamic"):
    subprocess.run([program, "fetch", "evil.test", "80"])
