"""The allowed words as one."""
import subprocess

subprocess.run(["echo", "allowed word"])
