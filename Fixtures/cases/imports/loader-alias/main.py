"""A finder on sys.meta_path answers `harmless` with the denied module."""
import importlib.util
import sys


class Finder:
    @staticmethod
    def find_spec(name, path=None, target=None):
        return importlib.util.spec_from_file_location(name, "secret.py") if name == "harmless" else None


sys.meta_path.insert(0, Finder)
import harmless
