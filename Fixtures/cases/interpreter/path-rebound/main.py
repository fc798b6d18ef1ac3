"""Another list."""
import sys

sys.path = ["hidden", *sys.path]
import evil
