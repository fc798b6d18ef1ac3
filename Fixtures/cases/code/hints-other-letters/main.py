"""Names in other letters are the same names to Python: a function's name that looks like a class's."""
import typing


def work(value):
    pass


name = "".join(chr(0x1d41a + ord(letter) - ord("a")) for letter in "print")
work.__annotations__ = {"value": name + "('data')"}
typing.get_type_hints(work)
