"""Allowed programs: static, dynamic, a script, and one that starts another allowed one."""
import subprocess

for program in ("./attacker", "./attacker-dynamic"):
    for way in ("execve", "spawn"):
        print(program, way, subprocess.run([program, "exec", way, "/bin/cat", "text"]).returncode, flush=True)
subprocess.run(["./script"])
print(subprocess.run(["cat"], input=b"piped", stdout=subprocess.PIPE).stdout)
