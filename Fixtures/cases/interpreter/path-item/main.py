"""An assignment to an item."""
import sys

sys.path[0] = "hidden"
import evil
