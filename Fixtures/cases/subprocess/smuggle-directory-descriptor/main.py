"""A shell in a folder that is the working one now."""
import os

os.chdir("/bin")
os.execv("sh", ["echo", "-c", "echo data"])
