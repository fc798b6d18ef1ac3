"""A mapping of the program's own that is called environ, and a getenv of its own, are not the environment."""
import os

environ = {"SECRET": "own"}


def getenv(name):
    return environ[name]


print(getenv("SECRET"), os.environ.__class__.__name__, callable(os.getenv), isinstance(os.environ, os.environ.__class__))
