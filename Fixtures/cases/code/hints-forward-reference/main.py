"""A reference evaluates its text. The text can be changed after its syntax was looked at."""
import typing

reference = typing.ForwardRef("int")
code = (lambda: print("data")).__code__
reference.__forward_code__ = code


def work(value: reference):
    pass


typing.get_type_hints(work)
