"""The module's dict, by update."""
import sys

vars(sys).update(path=["hidden", *sys.path])
import evil
