"""shell=True starts /bin/sh, which knows PATH."""
import subprocess

print(subprocess.check_output("printf '%s' found | cat", shell=True))
