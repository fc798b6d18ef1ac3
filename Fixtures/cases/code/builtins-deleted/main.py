"""The builtins module is removed from sys.modules and imported anew."""
import sys

del sys.modules["builtins"]
import builtins

builtins.eval("print('data')")
