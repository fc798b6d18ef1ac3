"""Asking whether a module could be imported neither imports it nor fails."""
import importlib.util
import pkgutil

importlib.util.find_spec("secret")
print(importlib.util.find_spec("no_such_module"), importlib.util.find_spec("json").name)
print("secret" in [module.name for module in pkgutil.iter_modules(["."])])
