"""An allowed program executes what runs an allowed script, with a line of its own."""
import subprocess

for words in (["/bin/sh", "-c", "echo data"], ["/usr/bin/env", "sh", "-c", "echo data"],
              ["/bin/sh", "-c", "echo data", "./script"], ["/usr/bin/env", "sh", "./other", "./script"]):
    subprocess.run(["./attacker", "exec", "execve", *words])
