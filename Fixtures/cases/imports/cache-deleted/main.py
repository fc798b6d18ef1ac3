"""A failed import and a second one."""
import sys

try:
    import secret
except ImportError:
    sys.modules.pop("secret", None)
    import secret
