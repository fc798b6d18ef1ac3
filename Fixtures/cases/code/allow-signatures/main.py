"""Signatures of builtins, of C functions and classes, and of the program's functions."""
import functools
import inspect
import operator
import zlib


@functools.wraps(len)
def work(value, *, key=None):
    pass


print(inspect.signature(len), inspect.signature(zlib.compress) is not None, inspect.signature(operator.itemgetter.__call__))
print(inspect.signature(work, follow_wrapped=False), inspect.signature(functools.partial(sorted, [1])))
