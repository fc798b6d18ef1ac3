"""InitVar, ClassVar, inheritance, __post_init__ and annotations as text."""
from __future__ import annotations

import dataclasses
import typing


@dataclasses.dataclass
class Base:
    name: str
    count: typing.ClassVar[int] = 0
    scale: dataclasses.InitVar[int] = 1


@dataclasses.dataclass(unsafe_hash=True)
class Derived(Base):
    size: int = dataclasses.field(default=1, metadata={"unit": "m"})

    def __post_init__(self, scale):
        self.size *= scale


print(Derived("name", 3, 4), hash(Derived("a")) == hash(Derived("a")), [field.name for field in dataclasses.fields(Derived)])
