"""The program writes a module into an allowed package's folder."""
import importlib
import os

import renderer

with open(os.path.dirname(renderer.__file__) + "/evil.py", "w") as file:
    file.write("exec(\"print('data')\")")
importlib.invalidate_caches()
import renderer.evil
