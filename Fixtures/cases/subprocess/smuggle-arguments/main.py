"""Other words than the allowed ones."""
import subprocess

subprocess.run(["echo", "allowed"])
subprocess.run(["echo", "data"])
