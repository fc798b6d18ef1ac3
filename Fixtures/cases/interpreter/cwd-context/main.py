"""contextlib.chdir, for a while."""
import contextlib
import os

with contextlib.chdir("hidden"):
    print(os.path.basename(os.getcwd()))
