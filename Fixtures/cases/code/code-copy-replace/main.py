"""copy.replace of a code object."""
import copy


def work():
    print("none")


code = work.__code__
work.__code__ = copy.replace(code, co_consts=tuple("data" if each == "none" else each for each in code.co_consts))
work()
