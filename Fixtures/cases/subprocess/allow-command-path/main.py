"""An allowed program by its path."""
import subprocess

print(subprocess.check_output(["/bin/echo", "path"]), subprocess.check_output(["echo", "name"]))
