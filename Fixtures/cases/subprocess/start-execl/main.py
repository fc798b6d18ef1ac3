"""Another program takes the process over: execl."""
import os

os.execl("/bin/echo", "echo", "data")
