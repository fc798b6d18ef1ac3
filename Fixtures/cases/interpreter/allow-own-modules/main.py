"""Attributes and functions of the program's own modules and objects are the program's to change."""
import other
import types

other.VALUE = 2
other.work = lambda: other.VALUE
other.late = 3


def first():
    return 1


def second():
    return 2


first.__code__ = second.__code__
made = types.ModuleType("made")
made.path = []
made.path.append("a")
print(other.work(), other.late, first(), made.path)
