"""The interpreter that runs the program."""
import subprocess
import sys

subprocess.run([sys.executable, "-c", "print('data')"])
