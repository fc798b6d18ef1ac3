"""The lists and dicts of the import system are read."""
import sys

print(len(sys.meta_path) >= 3, all(hasattr(finder, "find_spec") for finder in sys.meta_path), len(sys.path_hooks), isinstance(sys.path_importer_cache, dict))
print([finder.__name__ for finder in sys.meta_path if getattr(finder, "__name__", "") == "PathFinder"], sys.path[0] in sys.path_importer_cache or True)
