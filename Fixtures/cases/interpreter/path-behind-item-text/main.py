"""A text in the list that changes: an item whose __fspath__ and equality are the program's."""
import sys


class Item(str):
    pass


list.__setitem__(sys.path, 0, Item("hidden"))
import evil
