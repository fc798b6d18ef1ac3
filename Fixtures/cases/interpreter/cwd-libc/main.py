"""libc's chdir."""
import ctypes
import os

ctypes.CDLL(None).chdir(b"hidden")
print(os.path.basename(os.getcwd()))
