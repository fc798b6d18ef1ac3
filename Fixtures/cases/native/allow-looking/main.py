"""Finding out what there is loads nothing."""
import importlib.util
import pkgutil
import sys

print(importlib.util.find_spec("ctypes") is not None, importlib.util.find_spec("native").origin.endswith("native.so"))
print("native" in [module.name for module in pkgutil.iter_modules(["."])], "ctypes" in sys.stdlib_module_names)
sys.setdlopenflags(sys.getdlopenflags())
