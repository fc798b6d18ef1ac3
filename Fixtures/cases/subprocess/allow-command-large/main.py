"""Many words and variables, and much output."""
import os
import subprocess

words = ["echo"] + ["word"] * 20000
print(len(subprocess.check_output(words, env={**os.environ, "LARGE": "x" * 100000})))
