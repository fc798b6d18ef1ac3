"""Fields with and without defaults, comparison, order, hash, replace, asdict and astuple."""
import dataclasses
from typing import Dict, List, Optional


@dataclasses.dataclass(order=True, frozen=True)
class Point:
    x: int
    y: int = 2
    names: Optional[List[str]] = None


@dataclasses.dataclass
class Line:
    start: Point
    end: Point = Point(0)
    seen: Dict[str, int] = dataclasses.field(default_factory=dict, repr=False, compare=False)


line = Line(Point(1), seen={"a": 1})
print(line, line.start > line.end, len({Point(1), Point(1, 2)}), dataclasses.astuple(line.end))
print(dataclasses.replace(line, end=line.start) == Line(Point(1), Point(1)), dataclasses.asdict(line)["seen"])
try:
    line.start.x = 3
except dataclasses.FrozenInstanceError as error:
    print(error)
