"""A link to an allowed program."""
import subprocess

subprocess.run(["./link", "text"])
