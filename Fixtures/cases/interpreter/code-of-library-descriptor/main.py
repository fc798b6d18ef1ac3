"""The same by the descriptor of the type of functions."""
import os

def fake(*_):
    return "data"


type(fake).__dict__["__code__"].__set__(os.path.join, fake.__code__)
print(os.path.join("a", "b"))
