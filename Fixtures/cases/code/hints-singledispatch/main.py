"""singledispatch evaluates the annotations of what is registered."""
import functools


def work(value: "print('data') or int"):
    pass


functools.singledispatch(lambda value: None).register(work)
