"""make_dataclass, with fields by name, by type and with a default, and a method."""
import dataclasses

Kind = dataclasses.make_dataclass(
    "Kind", ["a", ("b", int), ("c", "list[int]", dataclasses.field(default=3))], namespace={"total": lambda self: self.b + self.c})
print(Kind(1, 2), Kind(1, 2).total())
