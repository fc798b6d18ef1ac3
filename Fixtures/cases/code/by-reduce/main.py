"""functools.reduce calls eval with a source and a namespace."""
import functools

functools.reduce(eval, ["print('data')", {}])
