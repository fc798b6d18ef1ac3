"""The C interface runs a text."""
import ctypes

ctypes.pythonapi.PyRun_SimpleString(b"print('data')")
