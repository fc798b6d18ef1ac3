"""A copy of the file."""
import importlib.util
import shutil

shutil.copy(importlib.util.find_spec("_ctypes").origin, "_ctypes.so")
spec = importlib.util.spec_from_file_location("_ctypes", "_ctypes.so")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print("data" if module.dlopen(None, 0) else "")
