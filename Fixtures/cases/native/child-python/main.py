"""A child that is an interpreter of its own."""
import subprocess
import sys

subprocess.run([sys.executable, "-c", "import ctypes; ctypes.CDLL(None).write(1, b'data\\n', 5)"])
