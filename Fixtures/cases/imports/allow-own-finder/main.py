"""A program's own import hook makes modules."""
import importlib.abc
import importlib.machinery
import sys


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self) if name == "virtual" else None

    def create_module(self, spec):
        return None

    def exec_module(self, module):
        module.VALUE = 1


sys.meta_path.append(Finder())
import virtual

print(virtual.VALUE)
