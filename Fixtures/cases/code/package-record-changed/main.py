"""The records of an allowed distribution get a line for a module of the program's."""
import importlib
import os

import renderer

site = os.path.dirname(os.path.dirname(renderer.__file__))
with open(site + "/renderer-1.0.dist-info/RECORD", "a") as file:
    file.write("evil.py,,\n")
with open(site + "/evil.py", "w") as file:
    file.write("exec(\"print('data')\")")
importlib.invalidate_caches()
import evil
