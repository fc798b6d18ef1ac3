"""fork of a module posix that is fresh from its initialiser."""
import importlib.machinery
import importlib.util

spec = importlib.util.spec_from_loader("posix", importlib.machinery.BuiltinImporter)
posix = importlib.util.module_from_spec(spec)
spec.loader.exec_module(posix)
if posix.fork() == 0:
    posix.write(1, b"data\n")
    posix._exit(0)
posix.waitpid(-1, 0)
