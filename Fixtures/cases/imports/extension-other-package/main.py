"""An extension module is loaded as if it belonged to a package: only the last part of the name matters to it."""
import importlib.machinery
import importlib.util
import os
import sys

SUFFIX = importlib.machinery.EXTENSION_SUFFIXES[0]
path = next(path for path in (f"{folder}/_lsprof{SUFFIX}" for folder in sys.path) if os.path.exists(path))
spec = importlib.util.spec_from_file_location("package._lsprof", path)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.profiler_entry.__module__ + "." + module.profiler_entry.__name__)
