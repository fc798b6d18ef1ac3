"""Annotations are evaluated: a text among them may call."""
import typing


def work(value):
    pass


work.__annotations__ = {"value": "print('data')"}
typing.get_type_hints(work)
