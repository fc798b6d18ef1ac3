"""Exceptions of every kind."""

import sys


class Own(ValueError):
    pass


class Silent(Exception):
    def __str__(self):
        raise ValueError("no text")


class Stubborn(Exception):
    def __str__(self):
        raise KeyboardInterrupt("not even so")


class Meta(type):
    def __getattribute__(cls, name):
        raise ZeroDivisionError(name)


class Odd(Exception, metaclass=Meta):
    pass


class Code(int):
    def __str__(self):
        raise ValueError


def plain():
    raise ValueError("bad thing")  # the line


def own():
    raise Own("mine")


def silent():
    raise Silent()


def stubborn():
    raise Stubborn()


def odd():
    raise Odd()


def empty():
    raise KeyError


def chained():
    try:
        plain()
    except ValueError as error:
        raise LookupError("found nothing") from error


def group():
    raise ExceptionGroup("two", [ValueError("one"), TypeError("other")])


def interrupt():
    raise KeyboardInterrupt


def stop():
    raise StopIteration(3)


def leave_generator():
    raise GeneratorExit


def exhaust_stack():
    return exhaust_stack() + 1


def exhaust_memory():
    return bytearray(sys.maxsize - 100)


def no_memory():
    raise MemoryError


def surrogate():
    raise ValueError("a\ud800b")


def null():
    raise ValueError("a\0b")


def leave(*status):
    sys.exit(*status)


def leave_code(status):
    raise SystemExit(Code(status))


def fine():
    return "fine"


def takes(first, second=2, *, third=3):
    return [first, second, third]
