"""A module that is only named so is loaded again."""
import importlib
import sys
import types

sys.modules["secret"] = types.ModuleType("secret")
importlib.reload(sys.modules["secret"])
