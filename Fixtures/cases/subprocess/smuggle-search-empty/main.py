"""An empty entry in PATH is the working folder."""
import os

os.symlink("/bin/sh", "echo")
os.environ["PATH"] = ""
os.environ["PATH"] = ":/nothing"
os.execvp("echo", ["echo", "-c", "echo data"])
