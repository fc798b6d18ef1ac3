"""Enumerations by class and by function, flags, and members as text."""
import enum

Colour = enum.Enum("Colour", "RED GREEN")


class Right(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()


class Level(enum.IntEnum):
    LOW = 1


print(Colour["RED"].value, list(Colour)[1].name, (Right.READ | Right.WRITE).value, Level(1) + 1)
