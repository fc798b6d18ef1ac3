"""A program whose path looks like a pattern."""
import subprocess

print(subprocess.run(["/usr/bin/[", "a", "=", "a", "]"]).returncode)
