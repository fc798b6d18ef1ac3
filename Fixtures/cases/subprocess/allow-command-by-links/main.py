"""A link to a link, which the program could change, is not what is executed: the script itself is."""
import subprocess

print(subprocess.check_output(["./called"]).decode(), end="")
