"""subprocess.run."""
import subprocess

subprocess.run(["echo", "data"])
