"""TypedDict, Protocol, generic classes and abstract ones."""
import abc
import typing

T = typing.TypeVar("T")


class Movie(typing.TypedDict, total=False):
    name: str
    year: "int"


@typing.runtime_checkable
class Closes(typing.Protocol):
    def close(self) -> None: ...


class Box(abc.ABC, typing.Generic[T]):
    @abc.abstractmethod
    def get(self) -> T: ...


class Full(Box[int]):
    def get(self):
        return 1

    def close(self):
        pass


print(Movie(name="a"), isinstance(Full(), Closes), Full().get(), typing.get_type_hints(Movie)["year"])
