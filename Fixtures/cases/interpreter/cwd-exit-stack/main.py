"""An ExitStack calls os.chdir."""
import contextlib
import os

with contextlib.ExitStack() as stack:
    stack.callback(os.chdir, "hidden")
print(os.path.basename(os.getcwd()))
