"""The same file under the name of a module in a package."""
import importlib.machinery
import importlib.util

path = importlib.util.find_spec("_ctypes").origin
loader = importlib.machinery.ExtensionFileLoader("json._ctypes", path)
module = importlib.util.module_from_spec(importlib.util.spec_from_file_location("json._ctypes", path, loader=loader))
loader.exec_module(module)
print("data" if module.dlopen(None, 0) else "")
