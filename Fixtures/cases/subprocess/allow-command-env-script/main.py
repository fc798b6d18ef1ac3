"""Scripts that `env` finds the interpreter of: neither need be allowed."""
import subprocess

subprocess.run(["./plain", "word"])
subprocess.run(["./split", "word"])
