"""A program that is an open file."""
import os

os.execve(os.open("/bin/echo", os.O_PATH), ["echo", "data"], {})
