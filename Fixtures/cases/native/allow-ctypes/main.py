"""ctypes, allowed by name."""
import ctypes
import ctypes.util

print(ctypes.CDLL(None).abs(-3), ctypes.util.find_library("c"), ctypes.sizeof(ctypes.c_int))
