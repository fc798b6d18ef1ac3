"""Values of every kind, for a test to ask for by their expressions."""

import array
import asyncio
import collections
import dataclasses
import datetime
import decimal
import enum
import pathlib
import types
import typing
import uuid


def echo(value):
    return value


def echo_named(first, *rest, **named):
    return {"first": first, "rest": list(rest), "named": named}


def kind(value):
    return type(value).__name__


def show(value):
    return repr(value)


def evaluate(text):
    return eval(text, globals())


def size(value):
    return len(value)


@dataclasses.dataclass
class Point:
    x: int
    y: float


@dataclasses.dataclass
class Shape:
    name: str
    points: typing.List[Point]
    center: typing.Optional[Point] = None
    tags: typing.Dict[str, typing.List[int]] = dataclasses.field(default_factory=dict)
    shape_kind: str = "open"


class Color(enum.Enum):
    RED = "red"


class Level(enum.IntEnum):
    HIGH = 3


Pair = collections.namedtuple("Pair", ["left", "right"])


def _evil(self, *arguments, **named):
    raise ZeroDivisionError("a method of the value's was asked")


class EvilInt(int):
    __int__ = __index__ = __str__ = __repr__ = __eq__ = __lt__ = __bool__ = __hash__ = _evil


class EvilText(str):
    __str__ = __repr__ = __len__ = __iter__ = __eq__ = encode = __hash__ = __getitem__ = _evil


class EvilFloat(float):
    __float__ = __str__ = __repr__ = _evil


class EvilList(list):
    __len__ = __iter__ = __getitem__ = __bool__ = _evil


class EvilDict(dict):
    __len__ = __iter__ = __getitem__ = items = keys = __bool__ = _evil


class EvilBytes(bytes):
    __len__ = __iter__ = __bytes__ = _evil


class EvilAll:
    """Fails whatever is asked of it."""

    def __getattribute__(self, name):
        raise ZeroDivisionError(name)


class Shrinking:
    """Takes from the list that it is in as soon as it is looked at."""

    def __init__(self, whole):
        self.whole = whole

    def __fspath__(self):
        self.whole.clear()
        return "gone"


def shrinking():
    whole = []
    whole.extend([Shrinking(whole), 1, 2, 3])
    return whole


def nested(depth):
    value = []
    for _ in range(depth - 1):
        value = [value]
    return value


def own_list():
    value = []
    value.append(value)
    return value


def own_dict():
    value = {}
    value["self"] = value
    return value


def array_of_numpy():
    import numpy

    return numpy.arange(6, dtype="float64").reshape(2, 3)


def number_of_numpy():
    import numpy

    return numpy.float32(1.5)


def has_numpy():
    try:
        import numpy
    except ImportError:
        return False
    return True
