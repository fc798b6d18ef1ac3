"""list.append, given sys.path: the next import notices."""
import sys

list.append(sys.path, "hidden")
import evil
