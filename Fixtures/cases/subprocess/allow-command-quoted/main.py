"""A word with a space in it."""
import subprocess

subprocess.run(["echo", "one two", "three"])
