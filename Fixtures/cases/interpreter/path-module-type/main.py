"""The type's own __setattr__."""
import sys
import types

types.ModuleType.__setattr__(sys, "path", ["hidden", *sys.path])
import evil
