"""_imp loads an extension module from its file."""
import _imp
import importlib.machinery
import os
import sys

SUFFIX = importlib.machinery.EXTENSION_SUFFIXES[0]
path = next(path for path in (f"{folder}/_lsprof{SUFFIX}" for folder in sys.path) if os.path.exists(path))
module = _imp.create_dynamic(importlib.machinery.ModuleSpec("_lsprof", None, origin=path))
_imp.exec_dynamic(module)
print(module.profiler_entry.__module__ + "." + module.profiler_entry.__name__)
