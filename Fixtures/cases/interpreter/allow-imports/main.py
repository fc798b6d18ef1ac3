"""Imports fill the cache of importers: of packages, of folders without a compiled file, and by name."""
import importlib
import sys

import package.inner
from package import deep

importlib.invalidate_caches()
print(package.inner.VALUE, deep.VALUE, importlib.import_module("package.late").VALUE, importlib.reload(package.inner).VALUE)
print(any(path.endswith("package") for path in sys.path_importer_cache))
