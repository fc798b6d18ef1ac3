"""_imp makes a module that is built in."""
import _imp
import importlib.machinery

module = _imp.create_builtin(importlib.machinery.ModuleSpec("pwd", None))
_imp.exec_builtin(module)
print(module.getpwuid(0).pw_name)
