"""The program raises the event of a module's import itself, then has Tcl load a library."""
import importlib.util
import sys
import tkinter

interpreter = tkinter.Tcl()
path = importlib.util.find_spec("_json").origin
sys.audit("import", "_json", path, sys.path, sys.meta_path, sys.path_hooks)
interpreter.eval("load ./library.so Library")
