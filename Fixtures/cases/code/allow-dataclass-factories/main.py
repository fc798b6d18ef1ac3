"""Fields with a factory, in other letters and called as what the methods around them call."""
import dataclasses

for frozen in False, True:
    for name in "café", "名前", "hash", "super", "cls", "self_", "field":
        field = name, list, dataclasses.field(default_factory=list)
        kind = dataclasses.make_dataclass("Kind", [field], frozen=frozen, order=True)
        print(kind() == kind(), kind())
