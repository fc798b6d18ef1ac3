"""The interpreter, by the kernel's name for it."""
import os

os.environ["PYTHONHOME"] = __import__("sys").prefix
os.execv("/proc/self/exe", ["echo", "-c", "print('data')"])
