"""A module's source, which is no module."""
import importlib.machinery

print(importlib.machinery.SourceFileLoader("name", "secret").get_source("name"), end="")
