"""Another program takes the process over: execv."""
import os

os.execv("/bin/echo", ["echo", "data"])
