"""code.replace asks an object for a number, which meanwhile makes code that says it comes from shutil."""
import os
import shutil
import types


def parts(code):
    names = "argcount posonlyargcount kwonlyargcount nlocals stacksize flags code consts names varnames filename name"
    names += " qualname firstlineno linetable exceptiontable" if hasattr(code, "co_qualname") else " firstlineno"
    values = [getattr(code, "co_" + name) for name in names.split()]
    if not hasattr(code, "co_qualname"):
        values.append(code.co_linetable if hasattr(code, "co_linetable") else code.co_lnotab)
    return values


def work():
    return os.environ["PATH"]


class Flags:
    def __index__(self):
        values = parts(work.__code__)
        values[10] = shutil.__file__
        made.append(types.CodeType(*values, (), ()))
        return work.__code__.co_flags


made = []
work.__code__.replace(co_flags=Flags())
work.__code__ = made[0]
if work():
    print("data")
