"""The C interface imports."""
import ctypes

ctypes.PyDLL(None).PyImport_ImportModule(b"secret")
