"""The package's __all__ names the module."""
from package import *
