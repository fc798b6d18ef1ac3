"""A shell runs the allowed program, and could run others."""
import subprocess

subprocess.run(["sh", "-c", "echo data"])
