"""A child reads."""
import subprocess

subprocess.run(["cat", "secret"])
