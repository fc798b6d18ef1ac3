"""The builtins, as a module of the standard library has them."""
import collections

names = collections.namedtuple.__globals__["__builtins__"]
names["eval"]("print('data')")
