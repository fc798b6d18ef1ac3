"""A program that is not there, next to an allowed one."""
import shutil
import subprocess

try:
    subprocess.run(["no-such-program"])
except FileNotFoundError as error:
    print(error.filename)
print(shutil.which("no-such-program"))
