"""The allowed path, seen from another folder."""
import subprocess

subprocess.run(["./tool", "-c", "echo data"], cwd="other")
