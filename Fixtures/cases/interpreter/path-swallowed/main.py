"""The refusal is swallowed."""
import sys

try:
    sys.path.append("hidden")
except RuntimeError:
    pass
try:
    import evil
except ImportError:
    pass
