"""Packages in a virtual environment, and their data."""
import importlib.metadata
import pkgutil

import sample

print(sample.VALUE, pkgutil.get_data("sample", "data.txt"))
