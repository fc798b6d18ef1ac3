"""Modules whose compiled files are written by the first import and read by the next."""
import importlib
import sys

sys.dont_write_bytecode = False
import other

del sys.modules["other"]
print(importlib.import_module("other").VALUE, other.__cached__ is not None)
