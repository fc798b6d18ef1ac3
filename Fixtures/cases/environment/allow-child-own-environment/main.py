"""A child with an environment of the program's own making."""
import subprocess

print(subprocess.run(["/bin/sh", "-c", "echo $MARK"], env={"MARK": "data"}, stdout=subprocess.PIPE).stdout.decode(), end="")
