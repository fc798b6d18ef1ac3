"""The same in the comparison that dataclass writes."""
import dataclasses

Kind = dataclasses.dataclass(init=False, repr=False)(
    type("Kind", (), {"__annotations__": {"__class__,print('data')": int}}))
Kind() == Kind()
