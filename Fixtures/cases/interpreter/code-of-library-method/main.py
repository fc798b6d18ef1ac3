"""The code of a class's function in the library."""
import json

def fake(*_):
    return "data"


json.JSONEncoder.encode.__code__ = fake.__code__
print(json.JSONEncoder().encode(1))
