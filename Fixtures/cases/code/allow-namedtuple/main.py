"""namedtuple with defaults and renamed fields, and typing.NamedTuple."""
import collections
import typing

Point = collections.namedtuple("Point", "x y z", defaults=[3])
Row = collections.namedtuple("Row", ["id", "class", "id"], rename=True)


class Named(typing.NamedTuple):
    name: str
    size: "int" = 1


print(Point(1, 2), Point._make([1, 2, 4])._asdict(), Row._fields, Named("a"), Named("a")._replace(size=2))
print(typing.NamedTuple("Pair", [("left", int), ("right", "str")])(1, "b"))
