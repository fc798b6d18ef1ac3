"""libc's resolver in a static and in a dynamic program, for allowed names."""
import subprocess

for name in ("example.com", "api.example.com", "v6.example.com", "dual.example.com"):
    for program in ("./attacker", "./attacker-dynamic"):
        subprocess.run([program, "fetch", name, "80"])
