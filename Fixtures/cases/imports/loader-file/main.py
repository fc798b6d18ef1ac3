"""The loader of source files."""
import importlib.machinery
import types

importlib.machinery.SourceFileLoader("secret", "secret.py").exec_module(types.ModuleType("secret"))
