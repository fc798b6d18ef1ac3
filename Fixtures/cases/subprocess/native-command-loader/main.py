"""An allowed program has the dynamic loader run another, and the loader's own libraries."""
import glob
import subprocess

loader = glob.glob("/lib*/ld-linux*.so.*")[0]
for way in ("execve", "execveat", "spawn"):
    subprocess.run(["./attacker", "exec", way, loader, "/bin/echo", "data"])
