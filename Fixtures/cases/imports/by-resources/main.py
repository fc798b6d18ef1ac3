"""importlib.resources imports the package that it is asked for."""
import importlib.resources

try:
    importlib.resources.files("secret")
except TypeError:
    pass
