"""What the loader itself calls."""
import _imp
import importlib.util

_imp.create_dynamic(importlib.util.spec_from_file_location("native", "./native.so"))
