"""types.CodeType makes a code object out of bytes."""
import types


def work():
    print("none")


code = work.__code__
names = "argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames filename name"
names += " qualname firstlineno linetable exceptiontable" if hasattr(code, "co_qualname") else " firstlineno lnotab"
values = [getattr(code, "co_" + name) for name in names.split()]
if not hasattr(code, "co_qualname") and hasattr(code, "co_linetable"):
    values[-1] = code.co_linetable
values[7] = tuple("data" if each == "none" else each for each in values[7])
work.__code__ = types.CodeType(*values, (), ())
work()
