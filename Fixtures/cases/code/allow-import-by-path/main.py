"""A file that is loaded as a module, as programs with plugins do."""
import importlib.util

spec = importlib.util.spec_from_file_location("plugin", "plugins/one.py")
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
print(module.work())
