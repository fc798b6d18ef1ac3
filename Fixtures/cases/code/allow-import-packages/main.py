"""Packages without compiled files, relative imports, import_module and reload."""
import importlib

import package.inner
from package import inner as again

module = importlib.import_module(".inner", "package")
print(module is again, importlib.reload(module).VALUE, package.VALUE)
