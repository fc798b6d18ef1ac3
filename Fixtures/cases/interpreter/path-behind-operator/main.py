"""operator's functions."""
import operator
import sys

operator.setitem(sys.path, slice(0, 0), ["hidden"])
import evil
