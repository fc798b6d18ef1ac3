"""ctypes calls eval from C."""
import ctypes

ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.py_object, ctypes.py_object)(eval)("print('data')", {})
