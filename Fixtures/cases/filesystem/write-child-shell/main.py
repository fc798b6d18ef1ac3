"""A shell writes."""
import subprocess

subprocess.run(["sh", "-c", "echo data >new"])
