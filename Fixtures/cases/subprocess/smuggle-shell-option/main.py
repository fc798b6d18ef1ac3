"""The allowed program, by way of shell=True."""
import subprocess

subprocess.run("echo data", shell=True)
