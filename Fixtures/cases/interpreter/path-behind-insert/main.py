"""list.insert, given sys.path."""
import sys

list.insert(sys.path, 0, "hidden")
import evil
