"""pkgutil and importlib.metadata look at every folder of sys.path, and note importers in the cache."""
import importlib.metadata
import pkgutil

print("main" in [found.name for found in pkgutil.iter_modules()], pkgutil.get_importer("other") is not None)
print(len(list(importlib.metadata.distributions())) >= 0, [found.name for found in pkgutil.walk_packages(["other"])])
