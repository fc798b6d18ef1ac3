"""The cloud's metadata is refused, whatever range is allowed."""
import subprocess

subprocess.run(["./attacker", "connect", "raw", "169.254.169.254:80", "data"])
