"""The ways of importing, for what is not denied."""
import importlib
import importlib.machinery
import importlib.util
import pkgutil
import runpy

spec = importlib.util.spec_from_file_location("renamed", "other.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.NAME, importlib.import_module("other").NAME, __import__("other").NAME, importlib.reload(importlib.import_module("other")).NAME)
print(pkgutil.resolve_name("other:NAME"), runpy.run_module("other")["NAME"], runpy.run_path("other.py")["NAME"])
