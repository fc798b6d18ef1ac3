"""A name of a field that is an identifier, until it is written into the source."""
import dataclasses


class Name(str):
    def __format__(self, _):
        return "__class__ and print('data')"


repr(dataclasses.make_dataclass("Kind", [(Name("value"), int)], init=False, eq=False)())
