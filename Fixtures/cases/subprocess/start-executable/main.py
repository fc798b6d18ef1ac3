"""A program that is called by another name."""
import subprocess

subprocess.run(["harmless", "-c", "echo data"], executable="/bin/sh")
