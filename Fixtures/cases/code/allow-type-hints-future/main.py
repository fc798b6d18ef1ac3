"""All annotations are texts."""
from __future__ import annotations

import dataclasses
import functools
import inspect
import typing


@dataclasses.dataclass
class Kind:
    names: typing.List[str] = dataclasses.field(default_factory=list)
    other: typing.Optional[Kind] = None


@functools.singledispatch
def show(value: object) -> str:
    return "object"


@show.register
def _(value: int) -> str:
    return "int"


print(Kind(), typing.get_type_hints(Kind)["names"] == typing.List[str], show(1), show(""), inspect.signature(show))
