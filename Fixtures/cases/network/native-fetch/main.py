"""libc resolves a name that is not allowed, in a static and in a dynamic program."""
import subprocess

for program in ("./attacker", "./attacker-dynamic"):
    subprocess.run([program, "fetch", "evil.test", "80"])
