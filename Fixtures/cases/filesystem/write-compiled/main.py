"""The program compiles a file on purpose, which an import does by the way."""
import py_compile

py_compile.compile("module.py", cfile="new", doraise=True)
