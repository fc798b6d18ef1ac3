"""Another program takes the process over: execve."""
import os

os.execve("/bin/echo", ["echo", "data"], {})
