"""subprocess copies the process in the older way."""
import subprocess

subprocess._USE_VFORK = False
subprocess.run(["echo", "text"])
