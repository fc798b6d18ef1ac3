"""py_compile asks for SOURCE_DATE_EPOCH."""
import py_compile

print(py_compile.compile("main.py", cfile="compiled.pyc"))
