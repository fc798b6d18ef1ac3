"""A null character ends the name by which a module is looked up, not the name by which it is loaded."""
import _imp
import importlib.machinery
import importlib.util

path = importlib.util.find_spec("_ctypes").origin
module = _imp.create_dynamic(importlib.machinery.ModuleSpec("other\0._ctypes", None, origin=path))
_imp.exec_dynamic(module)
if module.dlopen:
    print("data")
