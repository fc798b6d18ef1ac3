"""A partial of import_module is the key by which a list is sorted."""
import functools
import importlib

[None].sort(key=functools.partial(importlib.import_module, "secret"))
