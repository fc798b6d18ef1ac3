"""A partial of eval."""
import functools

functools.partial(eval, "print('data')")()
