"""The module, made from what the import system finds."""
import importlib.util

spec = importlib.util.find_spec("_ctypes")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print("data" if module.dlopen(None, 0) else "")
