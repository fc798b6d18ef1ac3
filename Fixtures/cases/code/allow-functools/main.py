"""Decorators of the standard library."""
import contextlib
import functools


@functools.total_ordering
class Size:
    def __init__(self, value):
        self.value = value

    def __eq__(self, other):
        return self.value == other.value

    def __lt__(self, other):
        return self.value < other.value

    @functools.cached_property
    def double(self):
        return self.value * 2

    @functools.singledispatchmethod
    def show(self, value):
        return "object"

    @show.register
    def _(self, value: int):
        return "int"


@contextlib.contextmanager
def opened():
    yield "open"


with opened() as value:
    print(Size(2) >= Size(1), Size(2).double, Size(1).show(1), Size(1).show(""), value)
