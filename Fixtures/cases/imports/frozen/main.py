"""A frozen module, made by _imp."""
import _imp

module = _imp.init_frozen("__hello__")
print("data" if module else "none")
