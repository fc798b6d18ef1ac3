"""A loader of extension modules, by hand."""
import importlib.machinery
import importlib.util
import os

loader = importlib.machinery.ExtensionFileLoader("native", os.path.abspath("native.so"))
importlib.util.module_from_spec(importlib.util.spec_from_file_location("native", loader.path, loader=loader))
