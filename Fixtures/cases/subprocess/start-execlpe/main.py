"""Another program takes the process over, found along PATH: execlpe."""
import os

os.execlpe("echo", "echo", "data", os.environ)
