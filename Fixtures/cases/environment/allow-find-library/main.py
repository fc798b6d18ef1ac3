"""ctypes.util.find_library starts tools with an environment made from os.environ."""
import ctypes.util

print(ctypes.util.find_library("c"), ctypes.util.find_library("no-such-library"))
