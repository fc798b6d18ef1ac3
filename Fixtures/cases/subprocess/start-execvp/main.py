"""Another program takes the process over, found along PATH: execvp."""
import os

os.execvp("echo", ["echo", "data"])
