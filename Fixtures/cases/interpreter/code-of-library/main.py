"""The code of a function of the library is replaced: all who call it call the program's."""
import os

def fake(*_):
    return "data"


os.path.join.__code__ = fake.__code__
print(os.path.join("a", "b"))
