"""An option before the allowed word."""
import subprocess

subprocess.run(["echo", "-e", "allowed"])
