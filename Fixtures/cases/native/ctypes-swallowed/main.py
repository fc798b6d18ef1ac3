"""A refusal that the program passes over, to try again below."""
try:
    import ctypes
except ImportError:
    import sys

    import _ctypes as ctypes
print("data")
