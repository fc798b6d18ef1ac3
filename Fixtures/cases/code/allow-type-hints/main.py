"""Hints from texts: names, subscripts, unions, literals with brackets in them, the empty tuple, forward references."""
import typing
from typing import Callable, Dict, List, Optional, Tuple, Union


class Node:
    next: "Optional[Node]"
    table: "Dict[str, List['Node']]"
    call: "Callable[[int, 'str'], typing.Any]"
    empty: "Tuple[()]"
    word: "typing.Literal['a(b)', 'print()', 1, -1, None]"


def work(value: "Union[int, Node]", *rest: "Tuple[int, ...]") -> "None":
    pass


hints = typing.get_type_hints(Node)
print(hints["next"] == Optional[Node], hints["empty"] == Tuple[()], typing.get_args(hints["word"]))
print(hints["table"] == Dict[str, List[Node]], typing.get_type_hints(work)["return"], len(hints))
