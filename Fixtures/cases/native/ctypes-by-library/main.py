"""A module of the library that imports ctypes."""
import multiprocessing.sharedctypes

print(multiprocessing.sharedctypes.ctypes.string_at(b"data").decode())
