"""sys.path.insert."""
import sys

sys.path.insert(0, "hidden")
import evil
