"""What is left for the end."""
import atexit
import os

atexit.register(os.system, "echo data")
