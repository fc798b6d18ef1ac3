"""Exit by signal, with a child left behind."""
import os
import signal
import subprocess

subprocess.Popen(["sleep", "0.2"])
print("text", flush=True)
os.kill(os.getpid(), signal.SIGTERM)
