"""A script whose interpreter is the allowed program is a program of its own."""
import subprocess

subprocess.run(["./script"])
