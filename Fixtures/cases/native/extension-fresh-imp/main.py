"""What the loader itself calls, from a fresh copy of its module."""
import importlib.machinery
import importlib.util

module = importlib.util.module_from_spec(importlib.util.spec_from_loader("_imp", importlib.machinery.BuiltinImporter))
module.create_dynamic(importlib.util.spec_from_file_location("native", "./native.so"))
