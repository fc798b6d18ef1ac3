"""A module's __getattr__ is eval."""
import sys

__getattr__ = eval
getattr(sys.modules[__name__], "print('data')")
