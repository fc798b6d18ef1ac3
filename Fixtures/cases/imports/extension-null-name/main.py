"""A refused extension module in a file of another name, by a name with a null character in it."""
import _imp
import importlib.machinery
import os
import shutil
import sys

SUFFIX = importlib.machinery.EXTENSION_SUFFIXES[0]
path = next(path for path in (f"{folder}/_lsprof{SUFFIX}" for folder in sys.path) if os.path.exists(path))
shutil.copy(path, "other.so")
spec = importlib.machinery.ModuleSpec("other\0._lsprof", None, origin=os.path.abspath("other.so"))
module = _imp.create_dynamic(spec)
_imp.exec_dynamic(module)
if module.Profiler:
    print("data")
