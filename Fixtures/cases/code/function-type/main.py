"""types.FunctionType runs code in a namespace that it was not made for."""
import types


def work():
    show("data")


types.FunctionType(work.__code__, {"show": print})()
