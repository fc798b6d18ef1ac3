"""import_module of a relative name, from below."""
import importlib

importlib.import_module("..secret", "package.deep")
