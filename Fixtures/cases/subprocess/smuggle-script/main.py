"""A script, which has the allowed program's name."""
import subprocess

subprocess.run(["./echo"])
