"""setattr."""
import sys

setattr(sys, "path", ["hidden", *sys.path])
import evil
