"""The same by setattr."""
import os

def fake(*_):
    return "data"


setattr(os.path.join, "__code__", fake.__code__)
print(os.path.join("a", "b"))
