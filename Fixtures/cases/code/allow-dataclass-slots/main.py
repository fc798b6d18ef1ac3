"""slots, kw_only and match_args."""
import dataclasses


@dataclasses.dataclass(slots=True, kw_only=True)
class Point:
    x: int
    y: int = 0


@dataclasses.dataclass(slots=True, frozen=True)
class Named:
    name: str
    _: dataclasses.KW_ONLY
    size: int = 1


print(Point(x=1), Named("a", size=2), Named.__match_args__, Named.__slots__)
