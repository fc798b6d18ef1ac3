"""The import that was refused is tried again."""
import sys

list.append(sys.path, "hidden")
try:
    import evil
except RuntimeError:
    import evil
except ImportError:
    pass
