"""--no-subprocess together with an allowed program."""
import subprocess

print(subprocess.check_output(["echo", "text"]))
