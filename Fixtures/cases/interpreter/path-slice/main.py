"""An assignment to a slice."""
import sys

sys.path[:0] = ["hidden"]
import evil
