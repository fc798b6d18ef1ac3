"""What ctypes itself is made of."""
import _ctypes

library = _ctypes.dlopen(None, 0)
_ctypes.call_function(_ctypes.dlsym(library, "raise"), (0,))
print("data")
