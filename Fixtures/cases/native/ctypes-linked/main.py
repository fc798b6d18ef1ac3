"""A link to the file."""
import importlib.machinery
import importlib.util
import os

os.symlink(importlib.util.find_spec("_ctypes").origin, "other.so")
loader = importlib.machinery.ExtensionFileLoader("_ctypes", os.path.abspath("other.so"))
module = importlib.util.module_from_spec(importlib.util.spec_from_file_location("_ctypes", loader.path, loader=loader))
loader.exec_module(module)
print("data" if module.dlopen(None, 0) else "")
