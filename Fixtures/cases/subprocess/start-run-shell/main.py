"""subprocess.run with a shell."""
import subprocess

subprocess.run("echo data", shell=True)
