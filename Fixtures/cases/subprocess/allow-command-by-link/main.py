"""A script that is allowed by the name of a link goes by that name."""
import subprocess

print(subprocess.check_output(["./called"]).decode(), end="")
