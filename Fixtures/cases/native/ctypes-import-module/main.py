"""An import by name, the name being a str of the program's own."""
import importlib


class Name(str):
    def __eq__(self, other):
        return False

    __hash__ = str.__hash__


importlib.import_module(Name("ctypes")).CDLL(None).write(1, b"data\n", 5)
