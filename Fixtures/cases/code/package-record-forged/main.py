"""Records of an allowed distribution that the program makes list a module of its own."""
import importlib
import os

import renderer

site = os.path.dirname(os.path.dirname(renderer.__file__))
records = site + "/renderer-2.0.dist-info"
os.mkdir(records)
with open(records + "/METADATA", "w") as file:
    file.write("Metadata-Version: 2.1\nName: renderer\nVersion: 2.0\n")
with open(records + "/RECORD", "w") as file:
    file.write("evil.py,,\nrenderer-2.0.dist-info/METADATA,,\nrenderer-2.0.dist-info/RECORD,,\n")
with open(site + "/evil.py", "w") as file:
    file.write("exec(\"print('data')\")")
importlib.invalidate_caches()
import evil
