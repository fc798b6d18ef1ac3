"""The packages that are installed, and their entry points, are listed; data lies next to the code."""
import importlib.metadata
import importlib.resources

import package

print(len(list(importlib.metadata.distributions())) >= 0, importlib.metadata.PackageNotFoundError.__name__)
print((importlib.resources.files(package) / "data.txt").read_text())
