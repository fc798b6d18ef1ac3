"""Fields that are called as what the methods around them call."""
import dataclasses


@dataclasses.dataclass(frozen=True, order=True)
class A:
    type: int
    hash: int = 2
    object: int = 3
    straße: int = 4


print(A(1), hash(A(1)) == hash(A(1)))
try:
    A(1).type = 2
except dataclasses.FrozenInstanceError as error:
    print(error)
