"""Compiled files are written, and read by the next import."""
import importlib
import os
import sys

sys.dont_write_bytecode = False
import package.inner

del sys.modules["package.inner"]
print(importlib.import_module("package.inner").VALUE, os.listdir("package/__pycache__") != [])
