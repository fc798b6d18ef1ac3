"""An allowed program starts others: by path, by descriptor, from memory, as a copy."""
import subprocess

for way in ("execve", "execveat", "memory", "memory-path", "copy", "spawn", "int80"):
    subprocess.run(["./attacker", "exec", way, "/bin/echo", "data"])
