"""The default of a generic function is eval."""
import functools

functools.singledispatch(eval)("print('data')")
