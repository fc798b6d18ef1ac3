"""The frame's builtins."""
import sys

sys._getframe().f_builtins["eval"]("print('data')")
