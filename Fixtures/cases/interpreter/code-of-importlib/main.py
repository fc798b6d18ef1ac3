"""The code of a function of the frozen importlib."""
import importlib._bootstrap


def fake(*_):
    print("data")


importlib._bootstrap._verbose_message.__code__ = fake.__code__
importlib._bootstrap._verbose_message("text")
