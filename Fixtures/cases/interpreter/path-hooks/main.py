"""A hook for paths of the program's own kind."""
import importlib.machinery
import sys


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, Finder) if name == "evil_package.evil" else None

    @staticmethod
    def create_module(spec):
        return None

    @staticmethod
    def exec_module(module):
        print("data")


def hook(path):
    if path == "own:kind":
        return Finder
    raise ImportError


sys.path_hooks.insert(0, hook)
import evil_package.evil
