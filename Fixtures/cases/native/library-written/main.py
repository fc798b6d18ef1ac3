"""A file among the library's own extension modules is opened for writing; nothing is written."""
import importlib.util

with open(importlib.util.find_spec("_json").origin, "r+b"):
    print("data")
