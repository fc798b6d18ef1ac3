"""expanduser and Path.home read HOME."""
import os
import pathlib

print(os.path.expanduser("~/file"), pathlib.Path.home())
