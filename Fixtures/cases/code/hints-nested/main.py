"""A call in a text within a generic type, in a class's annotations."""
import typing


class Kind:
    value: typing.List["typing.Optional[print('data')]"]


typing.get_type_hints(Kind)
