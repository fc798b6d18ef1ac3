"""A shell with a pipe."""
import os

print(os.popen("echo data").read(), end="")
