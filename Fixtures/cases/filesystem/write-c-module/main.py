"""The module posix, fresh from its initialiser."""
import importlib.machinery
import importlib.util

spec = importlib.util.spec_from_loader("posix", importlib.machinery.BuiltinImporter)
posix = importlib.util.module_from_spec(spec)
spec.loader.exec_module(posix)
posix.write(posix.open("new", posix.O_WRONLY | posix.O_CREAT), b"data")
