"""A lying name for import_module, which asks it whether it starts with a dot."""
import importlib


class Lie(str):
    def startswith(self, *_):
        return False

    def partition(self, _):
        return "json", "", ""

    rpartition = split = partition
    __str__ = __repr__ = lambda self: "json"


importlib.import_module(Lie("secret"))
