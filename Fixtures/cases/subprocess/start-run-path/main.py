"""subprocess.run, by path."""
import subprocess

subprocess.run(["/bin/echo", "data"], check=True)
