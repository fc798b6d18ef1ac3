"""list.__init__, given sys.path, fills it anew."""
import sys

list.__init__(sys.path, ["hidden", *sys.path])
import evil
